/** Bright on the browns and greys of planetary pictures, and apart from each other for most colour vision. */
const COLORS = ['#4fe3d0', '#ffd166', '#b79bff', '#7ee081', '#ff9ecf', '#8fd3ff', '#ffa36b', '#e8f56b'];

/** CSS colour of a class. */
export function classColor(classId: number): string {
  return COLORS[classId % COLORS.length] ?? '#4fe3d0';
}
