import { notFound } from './apiError.ts';
import { knownIncident } from './incidentRoutes.ts';
import { paged, pageOf } from './paging.ts';
import { objectIn, optionalTextIn, textIn } from './references.ts';
import type { RouteParts } from './routes.ts';
import { get, mentions, type ApiRequest, type Route } from './routing.ts';

/** Incident workflows. Starting one is only remembered: nothing else happens in a drill. */
export function workflowRoutes({ account, references, directory: wire }: RouteParts): readonly Route[] {
  const { workflows } = account.directory;

  const list = ({ query }: ApiRequest) => {
    const chosen = workflows.filter(({ name }) => mentions(query, name));
    return paged('incident_workflows', chosen, pageOf(query), workflow => wire.workflow(workflow));
  };

  // The description knows no From header here.
  const start = ({ body }: ApiRequest, id: string) => {
    const workflow = workflows.find(one => one.id === id);
    if (!workflow) throw notFound();
    const instance = objectIn(body, 'incident_workflow_instance');
    const incident = knownIncident(account, textIn(objectIn(instance, 'incident'), 'id'));
    const instanceId = account.startWorkflow(workflow, incident, optionalTextIn(instance, 'id'));
    return {
      incident_workflow_instance: {
        id: instanceId,
        type: 'incident_workflow_instance',
        incident: references.incident(incident),
      },
    };
  };

  return [
    get('/incident_workflows', list, 'incident_workflows'),
    {
      method: 'POST',
      path: '/incident_workflows/{id}/instances',
      handle: start,
      status: 201,
      part: 'incident_workflows',
    },
  ];
}
