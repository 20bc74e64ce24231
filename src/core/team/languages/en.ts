import type { StandardTexts } from './words.ts';

export const en: StandardTexts = {
  severities: {
    P1: { name: 'Critical', meaning: 'A service is down, or data is being lost.' },
    P2: { name: 'Major', meaning: 'A main function is broken.' },
    P3: { name: 'Moderate', meaning: 'A function is impaired, or there is a way around it.' },
    P4: { name: 'Minor', meaning: 'Hardly anybody notices.' },
  },
  roles: {
    incidentCommander: {
      name: 'Incident Commander',
      duties: 'Leads the response and decides; does not work on the cause.',
    },
    techLead: { name: 'Tech Lead', duties: 'Leads the search for the cause and the mitigation.' },
    communicator: { name: 'Communicator', duties: 'Tells stakeholders, and keeps questions away.' },
    scribe: { name: 'Scribe', duties: 'Writes down what happens and what is decided.' },
    subjectMatterExpert: {
      name: 'Subject Matter Expert',
      duties: 'Knows a system that is affected, and helps with it.',
    },
  },
  checklists: {
    detection: {
      time: 'When did it begin, as far as anybody knows?',
      source: 'Who or what noticed it: a monitor, a person, a customer?',
      incident: 'Is there already an incident for it?',
    },
    triage: {
      real: 'Is it a real incident?',
      impact: 'What is the impact: scope, users, business?',
      severity: 'Which severity does it have?',
      incidentCommander: 'Who is the Incident Commander?',
      channel: 'In which channel do people work on it?',
      stakeholdersTold: 'Have the stakeholders been told?',
    },
    investigation: {
      runbook: 'Has the runbook’s diagnosis been followed?',
      changes: 'What changed before it began?',
      dashboards: 'What do dashboards and logs show?',
      hypotheses: 'Are hypotheses, and what ruled them out, written down?',
      update: 'Has the next update been sent?',
    },
    mitigation: {
      option: 'Which is the fastest safe way to end the harm?',
      rollback: 'Can it be taken back if it makes things worse?',
      approval: 'Has whoever must approve it done so?',
      effect: 'Has the effect been verified on the dashboards?',
      update: 'Have the stakeholders been told?',
    },
    resolution: {
      stable: 'Has everything been stable for long enough?',
      alerts: 'Are all alerts of it over?',
      temporary: 'Is what is only temporary written down as something to do?',
      told: 'Have the stakeholders been told that it is over?',
      resolved: 'Is the incident resolved in the alerting tool?',
    },
    'post-mortem': {
      facts: 'Is the timeline complete, and has everybody added what they know?',
      causes: 'Are the contributing causes known, without blame?',
      actions: 'Does every action item have an owner and a date?',
      runbook: 'Has the runbook been corrected where it did not help?',
      review: 'Is there a date for the review?',
    },
    warRoom: {
      bridge: 'Has the bridge call been made (Zoom, Meet or another)?',
      people: 'Are the Incident Commander, the Tech Lead and the experts invited?',
      link: 'Has the link to the call been shared in the channel?',
      scribe: 'Is a Scribe there and ready?',
      dashboards: 'Have the dashboards been shared?',
      access: 'Is the access to the environments confirmed?',
    },
  },
  escalation: {
    notMitigated: {
      name: 'Critical and not mitigated',
      tell: ['Management'],
      note: 'Say what is known, what is being tried, and what is needed.',
    },
    runbookNotSuccessful: {
      name: 'The runbook does not help',
      tell: ['The supplier, where the cause may be theirs'],
      note: 'Say which steps were run and what they showed.',
    },
    riskyRollback: {
      name: 'A risky rollback',
      tell: ['A second person as backup'],
      note: 'Nobody does it alone: one does it, one watches and can stop it.',
    },
    financialImpact: { name: 'Major financial impact', tell: ['CFO', 'CEO'], note: '' },
    dataLeak: {
      name: 'Suspected data leak',
      tell: ['CISO', 'Legal'],
      note: 'Deadlines set by law may run from now on. Keep the evidence.',
    },
  },
};
