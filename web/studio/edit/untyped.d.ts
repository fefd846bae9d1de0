/** Parts of bpmn.io that publish no types: modules to hand to an editor. */
declare module 'bpmn-js-properties-panel' {
  export const BpmnPropertiesPanelModule: object;
  export const BpmnPropertiesProviderModule: object;
  export const ZeebePropertiesProviderModule: object;
}
declare module 'bpmn-js-element-templates' {
  export const CloudElementTemplatesPropertiesProviderModule: object;
}
declare module 'bpmn-js-create-append-anything' {
  export const CreateAppendAnythingModule: object;
  export const CreateAppendElementTemplatesModule: object;
}
declare module 'camunda-bpmn-js-behaviors/lib/camunda-cloud/index.js' {
  const module: object;
  export default module;
}
declare module 'bpmn-js-token-simulation/lib/modeler.js' {
  const module: object;
  export default module;
}
declare module 'diagram-js-minimap' {
  const module: object;
  export default module;
}
declare module 'dmn-js/lib/Modeler.js';
declare module 'dmn-js/lib/NavigatedViewer.js';
declare module 'bpmn-js-differ' {
  /** What differs between two trees of moddle, by element id. */
  export function diff(
    before: unknown,
    after: unknown,
  ): {
    _added: Record<string, unknown>;
    _removed: Record<string, unknown>;
    _changed: Record<string, { attrs: Record<string, { oldValue: unknown; newValue: unknown }> }>;
    _layoutChanged: Record<string, unknown>;
  };
}
