/** The map: points in every tone, gathered where they are many; where one is; a pin to set. */
import { html } from 'lit';
import type { MapPoint, Position } from '../../elements/map-view.ts';
import { t } from '../../text/text.ts';
import { type Section, specimen } from '../specimen.ts';
import '../../elements/map-view.ts';

const tamKy: Position = { lat: 15.5736, lng: 108.474 };

const points = (): MapPoint[] => [
  { id: 'one', lat: 15.5736, lng: 108.474, label: t('gallery.sample.one'), tone: 'late' },
  { id: 'two', lat: 15.5679, lng: 108.4812, label: t('gallery.sample.two'), tone: 'soon' },
  { id: 'three', lat: 15.8801, lng: 108.338, label: t('gallery.sample.three'), tone: 'calm' },
  { id: 'four', lat: 15.7386, lng: 107.9636, label: t('gallery.sample.place'), tone: 'done' },
];

export const mapSection: Section = {
  id: 'map',
  title: 'gallery.map',
  draw: () => html`${specimen(
    'gallery.map.points',
    html`<qn-map .points=${points()} .label=${t('gallery.map.points')}></qn-map>`,
    true,
  )}
  ${specimen(
    'gallery.map.pick',
    html`<qn-map pick .position=${tamKy} .here=${tamKy} .label=${t('gallery.map.pick')}></qn-map>`,
    true,
  )}`,
};
