/**
 * The pictures that come with the site, drawn by `training/samples.py` in the manner of a daily map of Mars: regions of
 * about 100 by 50 degrees.
 */
export const SAMPLES = [
  {
    id: 'northern-storm',
    label: 'northern storm',
    path: 'samples/sample-northern-storm.jpg',
    fileName: 'sample-northern-storm.jpg',
  },
  {
    id: 'two-storms',
    label: 'two storms',
    path: 'samples/sample-two-storms.jpg',
    fileName: 'sample-two-storms.jpg',
  },
] as const;
