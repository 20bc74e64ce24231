import { atlassian } from './atlassian.ts';
import { etsy } from './etsy.ts';
import { googleSre } from './googleSre.ts';
import { narrative } from './narrative.ts';
import { onCall } from './onCall.ts';
import { pagerDuty } from './pagerDuty.ts';
import type { Template } from './template.ts';

/** The only table of templates, in the order in which they are offered. */
export const templates: readonly Template[] = [onCall, pagerDuty, googleSre, atlassian, etsy, narrative];

export function templateOf(id: string): Template | undefined {
  return templates.find(template => template.id === id);
}
