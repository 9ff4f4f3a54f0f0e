// What report.html does in the reader's browser: draws the compiled charts with the data of the page, again when the
// reader picks another cell or the colours turn dark, and hands out the data of each chart as CSV.

export const PAGE_SCRIPT: string = String.raw`'use strict';
(() => {
  const page = JSON.parse(document.getElementById('data').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const select = document.getElementById('cell');
  const views = new Map();

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const run = () => page.runs[select ? select.selectedIndex : 0];
  const scale = (end) => end > 7200 ? [3600, 'Time (h)'] : end > 240 ? [60, 'Time (min)'] : end > 0.5 ? [1, 'Time (s)'] : [0.001, 'Time (ms)'];

  function course(names) {
    const { series, bin, faults, end } = run();
    const [unit, time] = scale(end);
    const points = names.filter((name) => series[name]).flatMap((name) =>
      series[name].map((value, at) => ({ t: at * bin / unit, value, series: name })));
    return {
      tokens: { time },
      data: { points, faults: faults.map((f) => ({ what: f.kind + ' of ' + f.what, from: f.from / unit, to: Math.min(f.to ?? end, end) / unit })).filter((f) => f.from <= end / unit) },
    };
  }

  function latencies() {
    const many = page.runs.length > 8;
    const chosen = run();
    const points = page.runs.flatMap((each, index) => each.latency.quantiles.map((latency, at) => ({
      cell: each.name, latency, slower: 1 - page.levels[at], rank: many ? (each === chosen ? 0 : -1) : index,
    })).filter(({ slower, latency }) => slower >= 1e-4 && latency > 0));
    return { tokens: {}, data: { points } };
  }

  function timeline() {
    const { timeline: { bin, rows }, end } = run();
    const [unit, time] = scale(end);
    const points = rows.flatMap(({ name, busy, up, suspended }) => busy.map((value, at) => ({
      node: name, from: at * bin / unit, to: Math.min((at + 1) * bin, end) / unit, busy: value, up: up[at], suspended: suspended[at],
    })));
    return { tokens: { time }, data: { points } };
  }

  function learning(axis) {
    const many = page.runs.length > 8;
    const shown = many ? [run()] : page.runs;
    const points = shown.flatMap((each, rank) => (each.rounds ?? []).filter((story) => story[axis] !== undefined).map((story) => ({
      cell: each.name, round: story.round, x: story[axis], accuracy: story.accuracy, rank,
    })));
    return { tokens: { axis: page.axes[axis]?.title, label: page.axes[axis]?.label }, data: { points } };
  }

  function contributions() {
    const rounds = run().rounds ?? [];
    const points = rounds.flatMap(({ round, contributions: came, rejected, dropped }) =>
      [['used', came - rejected], ['rejected', rejected], ['dropped', dropped]].map(([fate, count], rank) => ({ round, fate, count, rank })).filter(({ count }) => count > 0));
    return { tokens: { size: Math.max(1, Math.min(24, 400 / (rounds.length + 1))) }, data: { points } };
  }

  function inputs(chart, metric) {
    if (chart === 'learning') return learning(metric);
    if (chart === 'contributions') return contributions();
    if (chart.startsWith('breakdown')) return { tokens: { label: page.breakdown[metric].label }, data: { points: page.breakdown[metric].points } };
    if (chart === 'whiskers') return { tokens: { metric: page.metrics[metric].title, label: page.metrics[metric].label }, data: { points: page.metrics[metric].points } };
    if (chart === 'latency') return latencies();
    if (chart === 'timeline') return timeline();
    return course(page.courses[chart]);
  }

  function theme() {
    const text = colour('text'), muted = colour('muted'), line = colour('line');
    return {
      background: null, font: 'system-ui, sans-serif',
      axis: { labelColor: muted, titleColor: muted, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 11, titleFontSize: 11, titleFontWeight: 'normal', titlePadding: 8, labelFont: 'system-ui, sans-serif', titleFont: 'system-ui, sans-serif' },
      legend: { labelColor: text, titleColor: muted, labelFontSize: 11, titleFontSize: 11, titleFontWeight: 'normal', labelFont: 'system-ui, sans-serif', titleFont: 'system-ui, sans-serif' },
      style: { view: { stroke: null }, cell: { stroke: null } },
    };
  }

  function draw(figure) {
    const { chart, metric } = figure.dataset;
    const { tokens, data } = inputs(chart, metric);
    figure.hidden = data.points.length === 0;
    if (figure.hidden) return;
    const text = JSON.stringify(page.charts[chart]).replace(/"@(\w+)"/g, (_, name) => JSON.stringify(tokens[name] ?? colour(name)));
    const spec = JSON.parse(text);
    for (const source of spec.data) if (data[source.name]) source.values = data[source.name];
    views.get(figure)?.finalize();
    const view = new vega.View(vega.parse(spec, theme(), { ast: true }), {
      expr: vega.expressionInterpreter, renderer: 'svg', container: figure.querySelector('.plot'), hover: false,
    });
    views.set(figure, view);
    figure.csv = data.points;
    return view.runAsync().then(() => { figure.dataset.drawn = 'yes'; });
  }

  function save(figure) {
    const rows = figure.csv, keys = Object.keys(rows[0]);
    const cell = (value) => /[",\n]/.test(String(value)) ? '"' + String(value).replaceAll('"', '""') + '"' : String(value ?? '');
    const text = [keys.join(','), ...rows.map((row) => keys.map((key) => cell(row[key])).join(','))].join('\n') + '\n';
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    link.download = (figure.dataset.metric ?? figure.dataset.chart) + '.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  const figures = [...document.querySelectorAll('figure[data-chart]')];
  const again = (which) => figures.filter((figure) => views.has(figure) && which(figure)).forEach(draw);
  const drawRest = () => figures.filter((figure) => !views.has(figure) && !figure.hidden).forEach(draw);
  const hideEmpty = () => { for (const figure of figures) figure.hidden = inputs(figure.dataset.chart, figure.dataset.metric).data.points.length === 0; };
  for (const figure of figures) figure.querySelector('button').addEventListener('click', () => save(figure));
  select?.addEventListener('change', () => { hideEmpty(); again(({ dataset }) => dataset.chart !== 'whiskers'); });
  dark.addEventListener('change', () => again(() => true));
  addEventListener('beforeprint', drawRest);
  hideEmpty();
  // A chart is drawn when the reader comes near it, so that a page of a hundred opens as fast as one of ten.
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting && !views.has(target)) draw(target);
  }, { rootMargin: '300px' });
  for (const figure of figures) near.observe(figure);
})();`;
