import { mermaidTimeline } from '../mermaidTimeline.ts';
import type { Block } from './block.ts';

/** The events that tell the story, as a diagram that GitHub and VS Code draw. */
export const timelineDiagram: Block = ({ facts, words }) =>
  `\`\`\`mermaid\n${mermaidTimeline(facts, words)}\n\`\`\``;

export const phasesDrawing: Block = ({ words, phasesFile }) => `![${words.phasesTitle}](${phasesFile})`;
