/**
 * The map itself (Leaflet), loaded when a map is first shown: our own lines of the province, picture tiles over them
 * where the operator named some, names, points, the pin. It knows positions and pixels; words come from map-view.ts.
 */
import {
  type CircleMarker,
  circleMarker,
  control,
  divIcon,
  type LatLngBoundsExpression,
  type LatLngExpression,
  Map as LeafletMap,
  latLngBounds,
  type Marker,
  marker,
  polygon,
  polyline,
  svg,
  tileLayer,
} from 'leaflet';
import 'leaflet/dist/leaflet.css';
import type { MapSettings } from '../data/map.ts';
import province from '../map-data/province.json' with { type: 'json' };
import { drawLabels } from './map-labels.ts';
import { MapPoints, type PointTexts } from './map-points.ts';
import type { MapPoint, Position } from './map-view.ts';
import './map.css';

type Ring = [number, number][];
const provinceBounds: LatLngBoundsExpression = [
  [14.95, 107.2],
  [16.08, 108.8],
];
/** What the lines cover (tools/map/make.py); beyond it there is nothing to see. */
const worldBounds: LatLngBoundsExpression = [
  [13.65, 104.65],
  [17.35, 110.55],
];
/** A single place is shown at the scale of a few streets, or of a commune where only our own lines are drawn. */
const placeZoom = { tiles: 16, lines: 12 };

const still = { animate: false };

export interface CanvasTexts extends PointTexts {
  pin: string;
}

export interface Told {
  open(id: string): void;
  pick(position: Position): void;
  crowd(points: MapPoint[]): void;
  say(label: string): void;
  /** A hand tried to move the map in a way that moves the page. */
  hint(way: 'wheel' | 'touch'): void;
}

export class MapCanvas {
  readonly #frame: HTMLElement;
  readonly #map: LeafletMap;
  readonly #points: MapPoints;
  readonly #texts: CanvasTexts;
  readonly #told: Told;
  readonly #placeZoom: number;
  readonly #resize: ResizeObserver;
  readonly #end = new AbortController();
  #all: readonly MapPoint[] = [];
  #pick = false;
  #pin: Marker | null = null;
  #here: CircleMarker | null = null;
  /** Whether a person has moved the view: from then on it is theirs. */
  #moved = false;
  #ourMove = false;
  /** False while the frame is not on the screen: a view for no room is none. */
  #hasRoom = false;

  constructor(frame: HTMLElement, settings: MapSettings, texts: CanvasTexts, told: Told) {
    this.#frame = frame;
    this.#texts = texts;
    this.#told = told;
    this.#placeZoom = settings.tileUrl ? placeZoom.tiles : placeZoom.lines;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#map = new LeafletMap(frame, {
      zoomControl: false,
      attributionControl: false,
      maxBounds: worldBounds,
      maxBoundsViscosity: 1,
      maxZoom: settings.tileUrl ? 19 : 16,
      zoomSnap: 0.5,
      zoomAnimation: !calm,
      fadeAnimation: !calm,
      markerZoomAnimation: !calm,
      inertia: !calm,
      // One finger scrolls the page, two move the map.
      dragging: !matchMedia('(pointer: coarse)').matches,
      renderer: svg({ padding: 1 }),
    });
    this.#map.fitBounds(provinceBounds, still);
    this.#drawLines();
    const labels = drawLabels(this.#map);
    if (settings.tileUrl) {
      labels.show(false);
      // Tiles lie over the lines: where one cannot be had, the lines are still there, and so are the names.
      tileLayer(settings.tileUrl, { maxZoom: 19 })
        .on('tileerror', () => labels.show(true))
        .addTo(this.#map);
    }
    control.scale({ imperial: false, position: 'bottomleft' }).addTo(this.#map);
    this.#points = new MapPoints(this.#map, texts, told);
    this.#map.on('click', ({ latlng }) => {
      if (this.#pick) this.#setPin({ lat: latlng.lat, lng: latlng.lng }, true);
    });
    this.#map.on('dragstart zoomstart', () => {
      if (!this.#ourMove) this.#moved = true;
    });
    this.#listen();
    this.#resize = new ResizeObserver(() => this.#fitFrame());
    this.#resize.observe(frame);
    this.#fitFrame();
  }

  destroy(): void {
    this.#end.abort();
    this.#resize.disconnect();
    // A move that ends while the map goes would be drawn on a map that is gone.
    this.#map.off('move moveend zoom zoomend resize');
    this.#map.remove();
  }

  set pick(on: boolean) {
    this.#pick = on;
    this.#frame.classList.toggle('pick', on);
    if (this.#pin) this.position = this.#positionOfPin();
  }

  /** Sets or takes away the pin; a position that is out of sight is brought into view. */
  set position(position: Position | null) {
    if (!position) {
      this.#pin?.remove();
      this.#pin = null;
      return;
    }
    const known = this.#pin !== null && this.#map.getBounds().contains(position);
    this.#setPin(position, false);
    if (!known) this.#show(() => this.#map.setView(position, Math.max(this.#map.getZoom(), this.#placeZoom), still));
  }

  set here(position: Position | null) {
    this.#here?.remove();
    this.#here = null;
    if (!position) return;
    this.#here = circleMarker(position, { radius: 7, className: 'map-here', interactive: false }).addTo(this.#map);
    if (!this.#map.getBounds().contains(position) || !this.#moved)
      this.#show(() => this.#map.setView(position, Math.max(this.#map.getZoom(), 12), still));
  }

  /** The first points, and points none of which would be seen, are brought into view; otherwise the view stays. */
  set points(points: readonly MapPoint[]) {
    const view = this.#map.getBounds();
    const none = !points.some((one) => view.contains(one));
    const fresh = this.#all.length === 0;
    this.#all = points;
    // Who sets a pin has the view: what is shown around it must not pull it away.
    if (points.length > 0 && !this.#pick && ((fresh && !this.#moved && !this.#pin) || none)) this.fit();
    this.#points.set(points);
  }

  /** Everything that there is to see: the points, or the province. */
  fit(): void {
    const bounds = this.#all.length > 0 ? latLngBounds(this.#all.map((one) => [one.lat, one.lng])) : provinceBounds;
    this.#show(() => this.#map.fitBounds(bounds, { padding: [32, 32], maxZoom: this.#placeZoom, ...still }));
    this.#moved = false;
  }

  zoomBy(steps: number): void {
    this.#map.setZoom(this.#map.getZoom() + steps);
  }

  get zoom(): number {
    return this.#map.getZoom();
  }

  focus(): void {
    this.#frame.focus({ preventScroll: true });
  }

  #drawLines(): void {
    const line = (rings: unknown, name: string, filled: boolean) => {
      const options = { className: `map-${name}`, interactive: false };
      const points = rings as unknown as LatLngExpression[][];
      (filled ? polygon(points, options) : polyline(points, options)).addTo(this.#map);
    };
    for (const ring of province.land as unknown as Ring[]) line([ring], 'land', true);
    for (const ring of province.province as unknown as Ring[]) line([ring], 'province', true);
    line(province.borders, 'border', false);
    line(province.frontier, 'frontier', false);
  }

  /** The province fills the frame at the least: farther out there is nothing of ours. */
  #fitFrame(): void {
    this.#show(() => this.#map.invalidateSize(still));
    const { x, y } = this.#map.getSize();
    const cameIn = !this.#hasRoom && x > 0 && y > 0;
    this.#hasRoom = x > 0 && y > 0;
    if (!this.#hasRoom) return;
    const least = Math.max(7, this.#map.getBoundsZoom(provinceBounds) - 1, this.#map.getBoundsZoom(worldBounds, true));
    this.#show(() => this.#map.setMinZoom(least));
    if (this.#moved) return;
    const at = this.#positionOfPin() ?? this.#here?.getLatLng();
    if (cameIn && at) this.#show(() => this.#map.setView(at, this.#placeZoom, still));
    else if (cameIn || (this.#all.length === 0 && !at)) this.fit();
  }

  /** A move of ours, which is not a person's. */
  #show(move: () => void): void {
    this.#ourMove = true;
    move();
    this.#ourMove = false;
  }

  #listen(): void {
    const { signal } = this.#end;
    this.#frame.addEventListener(
      'wheel',
      (event) => {
        if (event.ctrlKey || event.metaKey) return;
        event.stopPropagation();
        this.#told.hint('wheel');
      },
      { capture: true, passive: true, signal },
    );
    this.#frame.addEventListener(
      'touchmove',
      (event) => {
        const onPin = (event.target as Element).closest('.map-pin');
        if (event.touches.length === 1 && !onPin && !this.#map.dragging.enabled()) this.#told.hint('touch');
      },
      { passive: true, signal },
    );
    this.#frame.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Enter' || event.target !== this.#frame || !this.#pick) return;
        event.preventDefault();
        const { lat, lng } = this.#map.getCenter();
        this.#setPin({ lat, lng }, true);
        this.#pin?.getElement()?.focus({ preventScroll: true });
      },
      { signal },
    );
  }

  #positionOfPin(): Position | null {
    const at = this.#pin?.getLatLng();
    return at ? { lat: at.lat, lng: at.lng } : null;
  }

  #setPin(position: Position, told: boolean): void {
    if (this.#pin) this.#pin.setLatLng(position);
    else this.#pin = this.#makePin(position);
    const { dragging } = this.#pin;
    if (this.#pick) dragging?.enable();
    else dragging?.disable();
    this.#pin.getElement()?.setAttribute('tabindex', this.#pick ? '0' : '-1');
    if (told) this.#told.pick(position);
  }

  #makePin(position: Position): Marker {
    const drawing = document.createElement('span');
    const icon = divIcon({ className: 'map-pin', html: drawing, iconSize: [44, 44], iconAnchor: [22, 40] });
    const pin = marker(position, { icon, draggable: true, keyboard: true, zIndexOffset: 1000 }).addTo(this.#map);
    pin.on('dragend', () => this.#told.pick(this.#positionOfPin()!));
    const element = pin.getElement()!;
    element.setAttribute('role', 'button');
    element.setAttribute('aria-label', this.#texts.pin);
    element.addEventListener('keydown', (event) => this.#movePin(event));
    return pin;
  }

  /** Arrows move the pin by 8 px, with Shift by 40. */
  #movePin(event: KeyboardEvent): void {
    const way = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (!way || !this.#pin || !this.#pick) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? 40 : 8;
    const from = this.#map.latLngToContainerPoint(this.#pin.getLatLng());
    const to = this.#map.containerPointToLatLng(from.add([way[0]! * step, way[1]! * step]));
    this.#setPin({ lat: to.lat, lng: to.lng }, true);
    this.#map.panInside(to, { padding: [48, 48], animate: false });
  }
}
