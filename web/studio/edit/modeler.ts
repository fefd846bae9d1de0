/**
 * The diagram editor's parts, put together: bpmn-js with the Zeebe properties panel, our element templates, "append
 * anything", the overview and the token walk. Loaded when a diagram is opened for editing, never before: it is by far
 * the largest part of the pages.
 */
import modeler from 'bpmn-js/lib/Modeler.js';
import { CreateAppendAnythingModule, CreateAppendElementTemplatesModule } from 'bpmn-js-create-append-anything';
import { CloudElementTemplatesPropertiesProviderModule } from 'bpmn-js-element-templates';
import {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  ZeebePropertiesProviderModule,
} from 'bpmn-js-properties-panel';
import tokenSimulation from 'bpmn-js-token-simulation/lib/modeler.js';
import cloudBehaviors from 'camunda-bpmn-js-behaviors/lib/camunda-cloud/index.js';
import minimap from 'diagram-js-minimap';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import '@bpmn-io/properties-panel/dist/assets/properties-panel.css';
import 'bpmn-js-element-templates/dist/assets/element-templates.css';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';
import type { ModdleElement } from '../moddle.ts';
import type { Translate } from '../toolkit-words.ts';
import type { ElementTemplate } from './templates.ts';

export interface Drawn {
  id: string;
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  parent?: Drawn;
  labelTarget?: Drawn;
  businessObject: ModdleElement;
  waypoints?: { x: number; y: number }[];
}

interface Viewbox {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Services {
  canvas: {
    viewbox(box?: Viewbox): Viewbox & { inner: Viewbox; outer: { width: number; height: number }; scale: number };
    zoom(level: number | 'fit-viewport', center?: 'auto'): number;
    scroll(by: { dx: number; dy: number }): void;
    scrollToElement(id: string, padding?: number): void;
    resized(): void;
    focus(): void;
    getRootElement(): Drawn;
    getRootElements(): Drawn[];
    findRoot(element: Drawn): Drawn | undefined;
    setRootElement(root: Drawn): void;
  };
  commandStack: {
    undo(): void;
    redo(): void;
    canUndo(): boolean;
    canRedo(): boolean;
    execute(command: string, context: object): void;
  };
  elementRegistry: {
    get(id: string): Drawn | undefined;
    filter(test: (element: Drawn) => boolean): Drawn[];
    getAll(): Drawn[];
  };
  selection: { get(): Drawn[]; select(elements: Drawn | Drawn[]): void };
  eventBus: {
    on(event: string | string[], listener: (event: ModdleElement) => void): void;
    fire(event: string, data?: object): void;
  };
  modeling: {
    updateProperties(element: Drawn, properties: object): void;
    updateModdleProperties(element: Drawn, moddle: ModdleElement, properties: object): void;
  };
  bpmnFactory: { create(type: string, properties: object): ModdleElement };
  searchPad: { toggle(): void };
  minimap: { toggle(): void; isOpen(): boolean };
  toggleMode: { toggleMode(active?: boolean): void };
  propertiesPanel: { attachTo(host: Element): void; detach(): void };
  elementTemplatesLoader: { setTemplates(templates: readonly object[]): void };
}

export interface Modeler {
  importXML(xml: string): Promise<{ warnings: { message: string }[] }>;
  saveXML(options: { format: boolean }): Promise<{ xml: string }>;
  get<Name extends keyof Services>(name: Name): Services[Name];
  getDefinitions(): ModdleElement;
  destroy(): void;
}

interface Options {
  container: Element;
  panel: Element;
  translate: Translate;
  templates: readonly ElementTemplate[];
}

export function openModeler({ container, panel, translate, templates }: Options): Modeler {
  const made = new (modeler as unknown as new (options: object) => Modeler)({
    container,
    propertiesPanel: { parent: panel },
    moddleExtensions: { zeebe },
    additionalModules: [
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      ZeebePropertiesProviderModule,
      CloudElementTemplatesPropertiesProviderModule,
      CreateAppendAnythingModule,
      CreateAppendElementTemplatesModule,
      cloudBehaviors,
      minimap,
      tokenSimulation,
      { translate: ['value', translate] },
      // Would write all shapes and lines of a file in another order at the first change.
      { bpmnDiOrdering: ['value', null] },
      // Would order a task's inputs by its template at any change, and undoing that writes nonsense (2.37.0).
      { elementTemplatesUpdatePropertiesOrderBehavior: ['value', null] },
    ],
  });
  made.get('elementTemplatesLoader').setTemplates(templates);
  return made;
}
