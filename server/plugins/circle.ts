/** A circle on the globe for questions to the store where distance plays no part in the order. */
const earthRadius = 6_378_100;

export function circle(lat: number, lng: number, metres: number) {
  return { $geoWithin: { $centerSphere: [[lng, lat], metres / earthRadius] } };
}
