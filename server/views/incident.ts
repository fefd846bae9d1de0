/** An incident as the watch shows it. */
import type { Incident as IncidentShape } from '../../domain/api/instances.ts';
import type { Incident } from '../../store/incidents.ts';
import { wire, wireOrNull } from './time.ts';

export function incidentView(incident: Incident): IncidentShape {
  return {
    key: incident._id,
    instanceKey: incident.instanceKey,
    reportCode: incident.reportCode,
    elementId: incident.elementId,
    errorType: incident.errorType,
    message: incident.message,
    createdAt: wire(incident.createdAt),
    resolvedAt: wireOrNull(incident.resolvedAt),
    jobKey: incident.jobKey,
  };
}
