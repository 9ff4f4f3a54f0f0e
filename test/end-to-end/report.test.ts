// report.html where it is read: in a browser that may not speak to anyone.

import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ambient } from '../../cli/ambient.ts';
import { rememberingTerminal } from '../unit/cli/terminal.ts';

const CHROMIUM = '/usr/bin/chromium';
const absent = !existsSync(CHROMIUM) && process.env['CI'] !== 'true';
if (absent) process.stderr.write(`${CHROMIUM} is absent: the report is not looked at (scripts/setup.sh installs it)\n`);

const BREAKDOWN = `version: 1
name: breakdown
seeds: { from: 1, count: 3 }
stop: { tasks: 60 }
nodes: [{ group: honest, count: 6 }, { group: liar, count: 0, behaviour: { colluding: { rate: 40 % } } }]
network: { latency: 10 ms }
workload: [{ work: { time: 1 s }, arrivals: { poisson: 2 /s }, expires: 5 min }]
zip: { nodes.0.count: [6, 4, 3], nodes.1.count: [0, 2, 3] }
matrix: { verification: [none, replicate, { policy: spot-check, group: 5 }] }
`;

describe('the breakdown of policies', () => {
  it.skipIf(absent)('is drawn if a matrix varies the share of liars, and told in summary.md', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ambient-breakdown-'));
    await writeFile(join(folder, 'breakdown.yaml'), BREAKDOWN);
    const words = ['sweep', join(folder, 'breakdown.yaml'), '--fresh', '--out', join(folder, 'out')];
    expect(await ambient(words, rememberingTerminal().terminal)).toBe(0);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    const page = await browser.newPage({ viewport: { width: 400, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`file://${join(folder, 'out/report.html')}`);
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    await page.waitForFunction(`!document.querySelector('figure[data-chart]:not([hidden]):not([data-drawn])')`);
    const drawn = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll('figure[data-chart^=breakdown]')].map((f) => f.dataset.metric)`,
    );
    expect(drawn).toEqual(expect.arrayContaining(['wrong.accepted', 'jobs.perTask', 'detection.delay']));
    expect(await page.locator('.legend span').allTextContents()).toEqual(['none', 'replicate', 'spot-check']);
    expect(complaints).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await browser.close();
    expect(await readFile(join(folder, 'out/summary.md'), 'utf8')).toMatch(
      /## Breakdown: as more nodes lie[^]*Wrong results accepted, by the share of nodes that lie\n\n\|  \| 0 % \| 33.33 % \| 50 % \|/,
    );
    await rm(folder, { recursive: true });
  });
});

describe('report.html', () => {
  let folder: string;
  let browser: Browser | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ambient-report-'));
    const words = ['run', 'scenarios/examples/crash.yaml', '--seeds', '1..3', '--out', folder];
    expect(await ambient(words, rememberingTerminal().terminal)).toBe(0);
    if (!absent) browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  it('is small, and the same bytes again from the folder alone', async () => {
    const path = join(folder, 'report.html');
    const first = await readFile(path, 'utf8');
    expect((await stat(path)).size).toBeLessThan(3e6);
    await rm(path);
    expect(await ambient(['report', folder], rememberingTerminal().terminal)).toBe(0);
    expect(await readFile(path, 'utf8')).toBe(first);
  });

  it.skipIf(absent).each([
    ['light', 1280],
    ['dark', 400],
  ] as const)('draws every chart without error or request: %s, %i wide', async (colorScheme, width) => {
    const page = await browser!.newPage({ colorScheme, viewport: { width, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const address = `file://${join(folder, 'report.html')}`;
    await page.goto(address);
    // On a narrow page the first chart is below the fold, and charts are drawn as they come near.
    await page.locator('figure[data-chart]').first().scrollIntoViewIfNeeded();
    await page.waitForSelector('figure[data-drawn]');
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    await page.waitForFunction(`!document.querySelector('figure[data-chart]:not([hidden]):not([data-drawn])')`);
    const marks = await page.evaluate<readonly number[]>(
      `[...document.querySelectorAll('figure[data-chart]:not([hidden])')].map((f) => f.querySelectorAll('svg path').length)`,
    );
    expect(marks.length).toBeGreaterThanOrEqual(8);
    expect(Math.min(...marks)).toBeGreaterThan(5);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([address]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.close();
  });

  it.skipIf(absent)('refuses a script that is not its own', async () => {
    const page = await browser!.newPage();
    await page.goto(`file://${join(folder, 'report.html')}`);
    const run = `const s = document.createElement('script'); s.textContent = 'window.strange = 1'; document.body.append(s); window.strange`;
    expect(await page.evaluate(run)).toBeUndefined();
    await page.close();
  });

  it.skipIf(absent)('hands out the data of a chart', async () => {
    const page = await browser!.newPage();
    await page.goto(`file://${join(folder, 'report.html')}`);
    await page.locator('figure[data-chart=nodes]').scrollIntoViewIfNeeded();
    await page.waitForSelector('figure[data-chart=nodes][data-drawn]');
    const waiting = page.waitForEvent('download');
    await page.click('figure[data-chart=nodes] button');
    const download = await waiting;
    expect(download.suggestedFilename()).toBe('nodes.csv');
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
    expect(lines[0]).toBe('t,value,series');
    // The scenario has four boxes; one is down at 25 s, two at 60 s, none at 45 s.
    const at = (seconds: number): number => {
      const rows = lines.slice(1).map((line) => line.split(','));
      return Number(rows.filter(([t]) => Number(t) <= seconds).at(-1)?.[1]);
    };
    expect([at(25), at(45), at(60)]).toEqual([3, 4, 2]);
    await page.close();
  });
});
