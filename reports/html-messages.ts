// Who said what to whom at the end of a run: a sequence diagram, time going down, one row for each message.

import type { MessageStory, RunRecord } from '../sim/results/index.ts';
import { escape } from './html-tables.ts';
import { quantity } from './quantity.ts';

const LANE = 150;
const ROW = 22;
const LEFT = 90;
const TOP = 34;

/** Empty if no run kept its messages. */
export function messageSection(runs: readonly RunRecord[]): string {
  const run = runs.find(({ messages = [] }) => messages.length > 0);
  if (run === undefined) return '';
  const messages = run.messages!;
  const end = run.broken === undefined ? 'the run ended' : `${escape(run.broken)} broke`;
  return `<h2 id="messages">Messages before ${end}</h2>
<p class="muted">The last ${messages.length} of seed ${run.seed}, without heartbeats, in the order in which they were sent. Point at one for when it arrives.</p>
<div class="scroll">${diagram(messages)}</div>`;
}

function diagram(messages: readonly MessageStory[]): string {
  const names = [...new Set(messages.flatMap(({ from, to }) => [from, to]))].sort(byRank);
  const laneOf = (name: string): number => LEFT + LANE / 2 + names.indexOf(name) * LANE;
  const [width, height] = [LEFT + names.length * LANE, TOP + messages.length * ROW + 10];
  const lanes = names.map((name) => {
    const x = laneOf(name);
    return `<text x="${x}" y="16" text-anchor="middle" font-weight="600">${escape(name)}</text><line x1="${x}" y1="22" x2="${x}" y2="${height}" stroke="currentColor" stroke-opacity="0.2"/>`;
  });
  const rows = messages.map((message, at) => arrow(message, TOP + at * ROW + ROW / 2, laneOf));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-size="11" fill="currentColor" role="img" aria-label="messages, in order"><defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="currentColor"/></marker></defs>${lanes.join('')}${rows.join('')}</svg>`;
}

function arrow(
  { from, to, type, about, at, arrives }: MessageStory,
  y: number,
  laneOf: (name: string) => number,
): string {
  const [x1, x2] = [laneOf(from), laneOf(to)];
  const words = about === undefined ? type : `${type}, ${about}`;
  const late = arrives === undefined ? 'a transfer' : `arrives ${quantity(arrives - at, 'seconds')} later`;
  const title = escape(`${from} to ${to}: ${words}; sent at ${at} s, ${late}`);
  const label = escape(type.length > 24 ? `${type.slice(0, 23)}…` : type);
  const line =
    x1 === x2
      ? `<path d="M${x1} ${y - 3}h14v6h-13" fill="none" stroke="currentColor" marker-end="url(#tip)"/>`
      : `<line x1="${x1}" y1="${y}" x2="${x2}" y2="${y}" stroke="currentColor" marker-end="url(#tip)"/>`;
  const middle = x1 === x2 ? x1 + 44 : (x1 + x2) / 2;
  return `<g><title>${title}</title><text x="4" y="${y + 4}" fill-opacity="0.7">${at.toFixed(3)} s</text>${line}<text x="${middle}" y="${y - 3}" text-anchor="middle">${label}</text></g>`;
}

/** Clients, then coordinators, then nodes. */
const rank = (name: string): number => (name.startsWith('client') ? 0 : name.startsWith('coordinator') ? 1 : 2);
const byRank = (one: string, other: string): number =>
  rank(one) - rank(other) || one.localeCompare(other, 'en', { numeric: true });
