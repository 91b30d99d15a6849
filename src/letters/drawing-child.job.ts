import { answerTasks } from '../platform/task-children.ts';
import type { DrawTask } from './open-drawing.job.ts';

answerTasks(async ({ content, options }: DrawTask) => {
  const { renderPdf } = await import('./render-pdf.ts');
  return await renderPdf(content, options);
});
