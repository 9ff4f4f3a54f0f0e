export type { ReportContext } from './context.ts';
export { type Annotation, annotation, githubReport } from './github.ts';
export { htmlReport } from './html.ts';
export { junitReport } from './junit.ts';
export { listReport, type Paint } from './list.ts';
export { markdownReport } from './markdown.ts';
export { quantity } from './quantity.ts';
export { storiesOf } from './stories.ts';
export { count } from './text.ts';
