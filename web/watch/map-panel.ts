/** The map of open reports, joined with the diagram: the picked step's pins, and the districts to pick from. */
import { html, nothing, type TemplateResult } from 'lit';
import type { MapReport } from '../data/watch.ts';
import { selectControl } from '../elements/fields.ts';
import type { MapPoint } from '../elements/map-view.ts';
import { problemText } from '../elements/states.ts';
import { go } from '../shell/router.ts';
import { atStart } from '../text/districts.ts';
import { districtName } from '../text/names.ts';
import { t } from '../text/text.ts';
import { number } from '../text/times.ts';
import type { MapFeed } from './map-feed.ts';
import { byDistrict, type Chosen, isLate, isMeant } from './places.ts';

export interface MapPanelOptions {
  feed: MapFeed;
  chosen: Chosen;
  now: number;
  nameOf: (id: string) => string;
  onDistrict: (district: string) => void;
}

export function mapPanel({ feed, chosen, now, nameOf, onDistrict }: MapPanelOptions): TemplateResult {
  const meant = feed.reports.filter((one) => isMeant(one, chosen));
  const points = pointsOf(meant, now, nameOf);
  return html`<div class="list-bar">
      <h2 id="watch-map">${t('watch.live.map')}</h2>
      ${selectControl({
        id: 'map-district',
        label: t('tasks.filter.district'),
        value: chosen.district,
        none: t('tasks.filter.district.all'),
        choices: choices(feed.reports, chosen),
        compact: true,
        onChange: onDistrict,
      })}
    </div>
    <qn-map
      .label=${t('watch.live.mapLabel')}
      .points=${points}
      @open=${(event: CustomEvent<{ id: string }>) => go(`/watch/${event.detail.id}`)}
    ></qn-map>
    <p class="s soft" role="status">${said(feed, meant.length, points.length)}</p>
    ${
      feed.shown && feed.shown.total > feed.shown.items.length
        ? html`<p class="s soft">${t('watch.live.mapMore', { n: number(feed.shown.items.length), of: number(feed.shown.total) })}</p>`
        : nothing
    }`;
}

function said(feed: MapFeed, meant: number, placed: number): string {
  if (!feed.shown) return feed.problem ? problemText(feed.problem).title : t('state.loading');
  const shown = t('watch.live.mapShown', { n: number(placed) });
  return meant > placed ? `${shown} ${t('watch.live.mapUnplaced', { n: number(meant - placed) })}` : shown;
}

/** Districts with how many are open there; the picked one stays, with none. */
function choices(reports: readonly MapReport[], chosen: Chosen): { value: string; text: string }[] {
  const counts = byDistrict(reports, chosen);
  if (chosen.district && !counts.some(([id]) => id === chosen.district)) counts.push([chosen.district, 0]);
  return counts.map(([id, n]) => ({
    value: id,
    text: t('watch.live.districtCount', { name: atStart(districtName(id)), n: number(n) }),
  }));
}

export function pointsOf(reports: readonly MapReport[], now: number, nameOf: (id: string) => string): MapPoint[] {
  return reports.flatMap((one) => {
    if (one.lat === undefined || one.lng === undefined) return [];
    const tone = isLate(one, now) ? ('late' as const) : one.incidents > 0 ? ('soon' as const) : ('calm' as const);
    const label = [one.code, ...one.elements.map(nameOf)].join(' · ');
    return [{ id: one.key, lat: one.lat, lng: one.lng, label, tone }];
  });
}
