import { answerTasks } from '../platform/task-children.ts';
import type { DrawTask } from './open-drawing.job.ts';
import { renderPdf } from './render-pdf.ts';

answerTasks(async ({ content, options }: DrawTask) => await renderPdf(content, options));
