/** Every published report of a filter as a point on the map. */
import type { PublishedFilter, PublishedPoints } from '../../domain/api/published.ts';
import type { Report } from '../../store/reports.ts';
import type { House } from '../house.ts';
import { filterOf } from '../views/published.ts';

type Placed = Pick<Report, '_id' | 'place' | 'field' | 'reply'>;

/** Only what a point needs is read: contents, histories and attachments of ten thousand reports would be megabytes. */
const needed = { 'place.lat': 1, 'place.lng': 1, field: 1, 'reply.resolution': 1 };

export async function readPoints(house: House, query: PublishedFilter): Promise<PublishedPoints> {
  const found = await house.store.reports.model
    .find(filterOf(query) as never, needed)
    .sort({ publishedAt: -1, _id: -1 })
    .lean<Placed[]>()
    .exec();
  const points = found.flatMap(({ _id, place, field, reply }): PublishedPoints['points'] =>
    place?.lat === undefined || place.lng === undefined
      ? []
      : [[_id, metre(place.lat), metre(place.lng), field ?? '', reply?.resolution ?? null]],
  );
  return { points, unplaced: found.length - points.length };
}

const metre = (degrees: number): number => Number(degrees.toFixed(5));
