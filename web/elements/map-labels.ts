/** Names on the map: districts from afar, communes from near, never one over another. */
import { divIcon, type Map as LeafletMap, type Marker, marker } from 'leaflet';
import { areasNow } from '../text/districts.ts';
import { type CommuneRow, communes } from './map-places.ts';

interface Label {
  text: string;
  kind: 'district' | 'commune';
  lat: number;
  lng: number;
}

/** From this zoom on a commune is large enough on the screen to carry its name. */
const communesFrom = 11;
/** Room that a name takes: about 7 px a letter, one line high, and air around it. */
const roomOf = (label: Label) => ({ width: label.text.length * 7 + 10, height: 20 });

/** Names of districts; what is no larger than a commune stands among the communes. */
const ofDistricts = (): readonly Label[] =>
  areasNow().flatMap(({ vi, lat, lng }) =>
    lat === undefined || lng === undefined
      ? []
      : [{ text: vi.replace(/^(\p{Ll}+ )+/u, ''), kind: 'district' as const, lat, lng }],
  );

const ofCommunes = (rows: readonly CommuneRow[]): Label[] =>
  rows.map(([text, , lat, lng]) => ({ text, kind: 'commune', lat, lng }));

/** Draws the names into a pane of their own and draws them anew after each move. Answers how to hide them. */
export function drawLabels(map: LeafletMap): { show(on: boolean): void } {
  const pane = map.createPane('names');
  pane.setAttribute('aria-hidden', 'true');
  const shown = new Map<Label, Marker>();
  let all = ofDistricts();
  let on = true;
  let asked = false;

  function draw(): void {
    if (!asked && map.getZoom() >= communesFrom) {
      asked = true;
      void communes().then((rows) => {
        all = [...ofDistricts(), ...ofCommunes(rows)];
        draw();
      });
    }
    const keep = new Set(on ? fitting() : []);
    for (const [label, drawn] of shown) {
      if (keep.has(label)) continue;
      drawn.remove();
      shown.delete(label);
    }
    for (const label of keep) if (!shown.has(label)) shown.set(label, nameOn(map, label));
  }

  /** Those in view, in order of weight, that leave each other room. */
  function fitting(): Label[] {
    const zoom = map.getZoom();
    const view = map.getBounds().pad(0.1);
    const taken: { x: number; y: number; width: number; height: number }[] = [];
    return all.filter((label) => {
      if (label.kind === 'commune' && zoom < communesFrom) return false;
      if (!view.contains([label.lat, label.lng])) return false;
      const { x, y } = map.project([label.lat, label.lng], zoom);
      const { width, height } = roomOf(label);
      const free = taken.every(
        (one) => Math.abs(one.x - x) > (one.width + width) / 2 || Math.abs(one.y - y) > (one.height + height) / 2,
      );
      if (free) taken.push({ x, y, width, height });
      return free;
    });
  }

  map.on('moveend zoomend resize', draw);
  draw();
  return {
    show(next) {
      on = next;
      draw();
    },
  };
}

function nameOn(map: LeafletMap, label: Label): Marker {
  const name = document.createElement('span');
  name.textContent = label.text;
  const icon = divIcon({ className: `map-name ${label.kind}`, html: name, iconSize: [0, 0] });
  return marker([label.lat, label.lng], { icon, interactive: false, keyboard: false, pane: 'names' }).addTo(map);
}
