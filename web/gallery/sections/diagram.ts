/** A small diagram with what runs on it: counts, overdue, an incident. */
import { html } from 'lit';
import type { ElementCount } from '../../elements/diagram-view.ts';
import { t } from '../../text/text.ts';
import { type Section, specimen } from '../specimen.ts';
import '../../elements/diagram-view.ts';

/** Left edge and size of each element on one line. */
const boxes = [
  ['start', 'startEvent', 'gallery.diagram.start', 40, 36, 36],
  ['intake', 'userTask', 'gallery.diagram.intake', 140, 120, 80],
  ['handle', 'userTask', 'gallery.diagram.handle', 320, 120, 80],
  ['end', 'endEvent', 'gallery.diagram.end', 500, 36, 36],
] as const;
const middle = 120;

/** The diagram in the language in force: names are texts, so they are put into the XML here. */
function xml(): string {
  const flows = boxes.slice(1).map((to, at) => ({ from: boxes[at]!, to, id: `flow-${at}` }));
  const elements = boxes.map(([id, type, name]) => `<${type} id="${id}" name="${t(name)}"/>`).join('');
  const links = flows.map(
    ({ from, to, id }) => `<sequenceFlow id="${id}" sourceRef="${from[0]}" targetRef="${to[0]}"/>`,
  );
  const shapes = boxes.map(
    ([id, , , x, width, height]) =>
      `<di:BPMNShape id="${id}-di" bpmnElement="${id}"><dc:Bounds x="${x}" y="${middle - height / 2}" width="${width}" height="${height}"/></di:BPMNShape>`,
  );
  const edges = flows.map(
    ({ from, to, id }) =>
      `<di:BPMNEdge id="${id}-di" bpmnElement="${id}"><line:waypoint x="${from[3] + from[4]}" y="${middle}"/><line:waypoint x="${to[3]}" y="${middle}"/></di:BPMNEdge>`,
  );
  return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:line="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="gallery"><process id="gallery">${elements}${links.join('')}</process><di:BPMNDiagram id="plane"><di:BPMNPlane id="plane-of" bpmnElement="gallery">${shapes.join('')}${edges.join('')}</di:BPMNPlane></di:BPMNDiagram></definitions>`;
}

const counts: Record<string, ElementCount> = {
  intake: { tokens: 12, incidents: 1, overdue: 0 },
  handle: { tokens: 41, incidents: 0, overdue: 3 },
};

export const diagramSection: Section = {
  id: 'diagram',
  title: 'gallery.diagram',
  draw: () =>
    specimen(
      'gallery.diagram.live',
      html`<qn-diagram .xml=${xml()} .counts=${counts} .passed=${['start']} .label=${t('gallery.diagram')}></qn-diagram>`,
      true,
    ),
};
