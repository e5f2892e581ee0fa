// How values are drawn. `at` turns { at, value } into a point on the canvas; a series breaks where news were absent for longer than
// `patience`, so that silence never looks like a straight line.

export function line(context, points, { at, patience, width = 1.5, dash = [] }) {
  context.lineWidth = width;
  context.lineJoin = "round";
  context.setLineDash(dash);
  for (const run of runs(points, patience)) {
    if (run.length === 1) {
      dot(context, at(run[0]), width);
      continue;
    }

    context.beginPath();
    run.forEach((point, index) => {
      const { x, y } = at(point);
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.stroke();
  }
  context.setLineDash([]);
}

// The area between the bottom and the value.
export function area(context, points, { at, patience }) {
  for (const run of runs(points, patience)) {
    context.beginPath();
    run.forEach((point) => context.lineTo(...coordinates(at(point))));
    [run.at(-1), run[0]].forEach((point) => context.lineTo(...coordinates(at({ at: point.at, value: 0 }))));
    context.fill();
  }
}

// A shape for each kind, so that colour is not all that tells them apart.
export const shapes = { critical: diamond, high: square, normal: dot };

export function dot(context, { x, y }, radius = 3) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function square(context, { x, y }, radius = 3) {
  context.fillRect(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8);
}

function diamond(context, { x, y }, radius = 3) {
  const reach = radius * 1.4;
  context.beginPath();
  context.moveTo(x, y - reach);
  context.lineTo(x + reach, y);
  context.lineTo(x, y + reach);
  context.lineTo(x - reach, y);
  context.fill();
}

function runs(points, patience) {
  const found = [];
  let before = null;
  for (const point of points) {
    if (before === null || point.at - before.at > patience) found.push([]);
    found.at(-1).push(point);
    before = point;
  }
  return found;
}

const coordinates = ({ x, y }) => [x, y];
