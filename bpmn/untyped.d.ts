/** Libraries of this room that publish no types. */
declare module 'bpmnlint';
declare module 'bpmnlint/lib/resolver/node-resolver.js';
declare module 'bpmn-moddle';
declare module 'dmn-moddle';
