import { prompt, where } from '../blocks/block.ts';
import { actionItems, approvals, commits, messages, runs } from '../blocks/deeds.ts';
import { phasesDrawing, timelineDiagram } from '../blocks/drawings.ts';
import { factTable, header } from '../blocks/header.ts';
import { responders, severityChanges } from '../blocks/people.ts';
import { gaps, keyEvents, statements } from '../blocks/statements.ts';
import { timelineTable } from '../blocks/timelineTable.ts';
import { section, subsection, type Template } from './template.ts';

/** The example post-mortem in “Site Reliability Engineering”, appendix D. */
export const googleSre: Template = {
  id: 'google-sre',
  name: 'Google SRE',
  about: {
    en: 'The example of the SRE book: causes, trigger, detection, lessons, where we got lucky',
    fr: 'L’exemple du livre SRE : causes, déclencheur, détection, leçons, coups de chance',
  },
  head: [header('incident', 'authors', 'status', 'service', 'severity'), phasesDrawing],
  sections: [
    section(
      'Summary',
      'Résumé',
      prompt({
        en: 'What broke, for how long, in a sentence?',
        fr: 'Qu’est-ce qui est tombé, et combien de temps, en une phrase ?',
      }),
      keyEvents,
    ),
    section(
      'Impact',
      'Impact',
      prompt({
        en: 'What did users and the business lose, in numbers?',
        fr: 'Qu’ont perdu les utilisateurs et l’entreprise, en chiffres ?',
      }),
      statements('impact'),
    ),
    section(
      'Root Causes',
      'Causes premières',
      prompt({ en: 'What made the failure possible?', fr: 'Qu’est-ce qui a rendu la panne possible ?' }),
      statements('hypothesis'),
    ),
    section(
      'Trigger',
      'Déclencheur',
      prompt({ en: 'What set it off at that moment?', fr: 'Qu’est-ce qui l’a déclenchée à ce moment ?' }),
    ),
    section(
      'Resolution',
      'Résolution',
      prompt({ en: 'What brought the service back?', fr: 'Qu’est-ce qui a rétabli le service ?' }),
      statements('decision', 'activity'),
    ),
    section(
      'Detection',
      'Détection',
      prompt({
        en: 'What noticed it first, and should it have been something else?',
        fr: 'Qu’est-ce qui l’a remarquée en premier, et aurait-ce dû être autre chose ?',
      }),
      factTable('impactBegan', 'detected', 'timeToDetect', 'acknowledged', 'timeToAcknowledge'),
    ),
    section('Action Items', 'Actions à mener', actionItems),
    section('Lessons Learned', 'Leçons apprises'),
    subsection(
      'What went well',
      'Ce qui s’est bien passé',
      prompt({ en: 'What worked as it should?', fr: 'Qu’est-ce qui a fonctionné comme il se doit ?' }),
    ),
    subsection(
      'What went wrong',
      'Ce qui s’est mal passé',
      prompt({ en: 'What failed, or was not there?', fr: 'Qu’est-ce qui a échoué, ou manquait ?' }),
    ),
    subsection(
      'Where we got lucky',
      'Où nous avons eu de la chance',
      prompt({
        en: 'What could easily have been worse?',
        fr: 'Qu’est-ce qui aurait facilement pu être pire ?',
      }),
    ),
    section('Timeline', 'Chronologie', timelineDiagram, timelineTable),
    section(
      'Supporting information',
      'Informations complémentaires',
      responders,
      where(facts => facts.severityChanges.length > 0, severityChanges),
      runs,
      where(facts => facts.approvals.length > 0, approvals),
      where(facts => facts.messages.length > 0, messages),
      where(facts => facts.commits.length > 0, commits),
      statements('observation'),
      gaps,
    ),
  ],
};
