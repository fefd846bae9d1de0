/**
 * The few parts of bpmn-js's viewer that we use, typed. The package's own types are written for a bundler's module
 * resolution and don't say what its default export is under Node's.
 */
import viewer from 'bpmn-js/lib/NavigatedViewer.js';

export interface Shape {
  id: string;
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  businessObject: { name?: string };
}

export interface Canvas {
  viewbox(box?: { x: number; y: number; width: number; height: number }): {
    inner: { x: number; y: number; width: number; height: number };
    outer: { width: number; height: number };
    scale: number;
  };
  zoom(level: number | 'fit-viewport', center?: 'auto'): number;
  scroll(by: { dx: number; dy: number }): void;
  resized(): void;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
}

export interface Overlays {
  add(id: string, type: string, overlay: object): string;
  remove(filter: { type: string }): void;
}

export interface Registry {
  get(id: string): Shape | undefined;
  filter(test: (shape: Shape) => boolean): Shape[];
}

interface Services {
  canvas: Canvas;
  overlays: Overlays;
  elementRegistry: Registry;
}

export interface Viewer {
  importXML(xml: string): Promise<{ warnings: unknown[] }>;
  get<Name extends keyof Services>(name: Name): Services[Name];
  on(event: 'element.click', listener: (event: { element: Shape }) => void): void;
  destroy(): void;
}

/** A viewer that one can move and zoom, drawn into `container`. */
export const NavigatedViewer = viewer as unknown as new (options: { container: HTMLElement }) => Viewer;
