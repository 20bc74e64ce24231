import { prompt, where } from '../blocks/block.ts';
import { actionItems, messages, runs } from '../blocks/deeds.ts';
import { phasesDrawing, timelineDiagram } from '../blocks/drawings.ts';
import { header } from '../blocks/header.ts';
import { responders, roleChanges } from '../blocks/people.ts';
import { gaps, keyEvents, statements } from '../blocks/statements.ts';
import { timelineTable } from '../blocks/timelineTable.ts';
import { section, subsection, type Template } from './template.ts';

/** Netflix’s OOPS outline and the Howie guide: a story from several points of view instead of one cause. */
export const narrative: Template = {
  id: 'narrative',
  name: 'Narrative (Howie, Netflix)',
  about: {
    en: 'A story to learn from: contributors, mitigators, risks, takeaways',
    fr: 'Un récit pour apprendre : contributeurs, atténuateurs, risques, enseignements',
  },
  head: [header('incident', 'severity', 'service', 'authors', 'timeToResolve'), phasesDrawing],
  sections: [
    section(
      'Executive summary',
      'Synthèse',
      prompt({
        en: 'What should somebody know who reads nothing else?',
        fr: 'Que doit savoir quelqu’un qui ne lit rien d’autre ?',
      }),
    ),
    section(
      'Background',
      'Contexte',
      prompt({
        en: 'How do the parts work together when all is well?',
        fr: 'Comment les éléments coopèrent-ils quand tout va bien ?',
      }),
    ),
    section('Narrative', 'Récit', timelineDiagram, timelineTable, gaps),
    subsection(
      'Prologue',
      'Prologue',
      prompt({
        en: 'What was going on before anybody noticed?',
        fr: 'Que se passait-il avant que quiconque ne remarque quoi que ce soit ?',
      }),
    ),
    subsection(
      'Trigger',
      'Déclencheur',
      prompt({ en: 'What set it off?', fr: 'Qu’est-ce qui l’a déclenché ?' }),
      keyEvents,
    ),
    subsection(
      'Impact',
      'Impact',
      prompt({
        en: 'What did it do to customers, and to those who responded?',
        fr: 'Quel effet sur les clients, et sur ceux qui ont répondu ?',
      }),
      statements('impact'),
    ),
    subsection(
      'Epilogue',
      'Épilogue',
      prompt({
        en: 'How did it end, and what came after?',
        fr: 'Comment cela a-t-il fini, et qu’est-il venu ensuite ?',
      }),
    ),
    section(
      'Contributors and enablers',
      'Contributeurs et facilitateurs',
      prompt({
        en: 'What made it possible, likely or worse?',
        fr: 'Qu’est-ce qui l’a rendu possible, probable ou pire ?',
      }),
      statements('hypothesis'),
    ),
    section(
      'Mitigators',
      'Atténuateurs',
      prompt({ en: 'What kept it from being worse?', fr: 'Qu’est-ce qui a évité le pire ?' }),
      statements('decision', 'activity'),
      runs,
    ),
    section(
      'Risks',
      'Risques',
      prompt({ en: 'What of this could hurt again?', fr: 'Qu’est-ce qui pourrait faire mal de nouveau ?' }),
    ),
    section(
      'Challenges in handling',
      'Difficultés de la réponse',
      prompt({
        en: 'What was hard to see, to decide or to do?',
        fr: 'Qu’est-ce qui était difficile à voir, à décider ou à faire ?',
      }),
      statements('observation'),
      where(facts => facts.messages.length > 0, messages),
    ),
    section(
      'Key roles',
      'Rôles clés',
      responders,
      where(facts => facts.roles.length > 0, roleChanges),
    ),
    section('Takeaways', 'Enseignements'),
    subsection(
      'What surprised us',
      'Ce qui nous a surpris',
      prompt({ en: 'What did we not expect?', fr: 'À quoi ne nous attendions-nous pas ?' }),
    ),
    subsection(
      'What others should know',
      'Ce que d’autres devraient savoir',
      prompt({ en: 'Who else runs into this, and how?', fr: 'Qui d’autre y sera confronté, et comment ?' }),
    ),
    subsection(
      'What is shared with other incidents',
      'Ce qui est commun à d’autres incidents',
      prompt({ en: 'Which themes come again?', fr: 'Quels thèmes reviennent ?' }),
    ),
    section('Action items', 'Actions à mener', actionItems),
  ],
};
