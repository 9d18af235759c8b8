// Where the resident stands, only when asked for and only this once.

/** { latitude, longitude, accuracy } in WGS-84, accuracy in metres; rejects with 'unavailable', 'denied' or 'failed'. */
export function whereAmI(geolocation = navigator.geolocation, secure = isSecureContext) {
  if (!geolocation || !secure) return Promise.reject(new Error('unavailable'));
  return new Promise((resolve, reject) => geolocation.getCurrentPosition(
    ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude, accuracy: Math.round(coords.accuracy) }),
    failure => reject(new Error(failure.code === 1 ? 'denied' : 'failed')),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 }));
}

/** The parts of an activity that tell a place. */
export const placeParts = ({ latitude, longitude, accuracy }) => ({
  entities: [{ type: 'Place', geo: { type: 'GeoCoordinates', latitude, longitude } }],
  intake: { datum: 'WGS84', accuracy },
});
