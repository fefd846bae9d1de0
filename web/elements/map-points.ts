/**
 * Points on the map, near ones gathered into one sign with their number (supercluster): ten thousand points are a few
 * dozen signs. Signs are real buttons: reached with Tab, pressed with Enter.
 */
import { DomEvent, divIcon, type Map as LeafletMap, type Marker, marker } from 'leaflet';
import Supercluster from 'supercluster';
import type { MapPoint, Tone } from './map-view.ts';

interface Sign {
  key: string;
  lat: number;
  lng: number;
  /** One point, or how many are gathered here. */
  point?: MapPoint;
  count: number;
  tone: Tone;
  cluster?: number;
}

interface Gathered {
  late: number;
  soon: number;
}

export interface PointTexts {
  /** For assistive technology: what a sign of several says. */
  several(count: number, tone: Tone): string;
  one(point: MapPoint): string;
}

const gatherUpToZoom = 16;

export class MapPoints {
  readonly #map: LeafletMap;
  readonly #texts: PointTexts;
  readonly #told: { open(id: string): void; crowd(points: MapPoint[]): void; say(label: string): void };
  readonly #shown = new Map<string, Marker>();
  #index: Supercluster<{ point: MapPoint }, Gathered> | null = null;

  constructor(
    map: LeafletMap,
    texts: PointTexts,
    told: { open(id: string): void; crowd(points: MapPoint[]): void; say(label: string): void },
  ) {
    this.#map = map;
    this.#texts = texts;
    this.#told = told;
    map.on('moveend zoomend', () => this.draw());
  }

  set(points: readonly MapPoint[]): void {
    this.#index = new Supercluster<{ point: MapPoint }, Gathered>({
      radius: 64,
      maxZoom: gatherUpToZoom,
      map: ({ point }) => ({ late: point.tone === 'late' ? 1 : 0, soon: point.tone === 'soon' ? 1 : 0 }),
      reduce(sum, one) {
        sum.late += one.late;
        sum.soon += one.soon;
      },
    }).load(
      points.map((point) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [point.lng, point.lat] },
        properties: { point },
      })),
    );
    for (const drawn of this.#shown.values()) drawn.remove();
    this.#shown.clear();
    this.draw();
  }

  /** Draws what is in view; signs that stay are left alone, so that focus stays on them. */
  draw(): void {
    const signs = new Map(this.#signs().map((sign) => [sign.key, sign]));
    for (const [key, drawn] of this.#shown) {
      if (signs.has(key)) continue;
      const hadFocus = drawn.getElement()?.contains(document.activeElement);
      drawn.remove();
      this.#shown.delete(key);
      if (hadFocus) this.#map.getContainer().focus({ preventScroll: true });
    }
    for (const [key, sign] of signs) if (!this.#shown.has(key)) this.#shown.set(key, this.#put(sign));
  }

  #signs(): Sign[] {
    if (!this.#index) return [];
    const view = this.#map.getBounds().pad(0.1);
    const box: [number, number, number, number] = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
    const signs = this.#index.getClusters(box, Math.round(this.#map.getZoom())).map((found): Sign => {
      const [lng, lat] = found.geometry.coordinates as [number, number];
      const { properties } = found;
      if ('cluster_id' in properties) {
        const { cluster_id: cluster, point_count: count, late, soon } = properties;
        const tone: Tone = late ? 'late' : soon ? 'soon' : 'calm';
        return { key: `${cluster}:${count}`, lat, lng, count, tone, cluster };
      }
      const { point } = properties as { point: MapPoint };
      return { key: point.id, lat, lng, count: 1, tone: point.tone ?? 'calm', point };
    });
    // Tab walks them as one reads: from the top, then from the left.
    return signs.sort((a, b) => b.lat - a.lat || a.lng - b.lng);
  }

  #put(sign: Sign): Marker {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = `map-sign ${sign.point ? 'one' : 'several'} ${sign.tone}`;
    const label = sign.point ? this.#texts.one(sign.point) : this.#texts.several(sign.count, sign.tone);
    button.setAttribute('aria-label', label);
    const face = document.createElement('span');
    face.textContent = sign.point ? '' : shortNumber(sign.count);
    if (sign.count >= 100) face.className = 'large';
    button.append(face);
    button.addEventListener('click', () => this.#press(sign));
    for (const event of ['pointerenter', 'focus']) button.addEventListener(event, () => this.#told.say(label));
    for (const event of ['pointerleave', 'blur']) button.addEventListener(event, () => this.#told.say(''));
    DomEvent.disableClickPropagation(button);
    const icon = divIcon({ className: 'map-sign-place', html: button, iconSize: [44, 44] });
    return marker([sign.lat, sign.lng], { icon, interactive: false, keyboard: false }).addTo(this.#map);
  }

  #press(sign: Sign): void {
    if (sign.point) {
      this.#told.open(sign.point.id);
      return;
    }
    const index = this.#index!;
    const zoom = index.getClusterExpansionZoom(sign.cluster!);
    if (zoom <= this.#map.getMaxZoom() && zoom <= gatherUpToZoom) {
      this.#map.setView([sign.lat, sign.lng], zoom);
      return;
    }
    // They stand on one spot: no zoom takes them apart.
    this.#told.crowd(index.getLeaves(sign.cluster!, Number.POSITIVE_INFINITY).map((leaf) => leaf.properties.point));
  }
}

const shortNumber = (n: number): string => (n < 1000 ? String(n) : `${Math.floor(n / 1000)}k+`);
