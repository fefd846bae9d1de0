/** How the map is drawn: with picture tiles of the operator's choice (`TILE_URL`), or with its own lines alone. */
import { type Static, Type } from 'typebox';

/** `tileUrl` has `{z}`, `{x}`, `{y}` (and maybe `{s}`); null: no tiles, no request to anyone else. */
export const MapSettings = Type.Object({
  tileUrl: Type.Union([Type.String(), Type.Null()]),
  attribution: Type.String(),
});
export type MapSettings = Static<typeof MapSettings>;
