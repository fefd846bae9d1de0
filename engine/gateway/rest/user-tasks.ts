/** User tasks: who has one, completing, changing (contract 2.2). Reading them is in `searches.ts`. */
import type { UserTaskChangeset } from '../../engine.ts';
import { BadRequest } from '../failures.ts';
import {
  type Body,
  bodyOf,
  optionalFlag,
  optionalNumber,
  optionalText,
  optionalTexts,
  optionalVariables,
  pathKey,
  requiredText,
} from './bodies.ts';
import type { RouteGroup } from './routes.ts';

export const userTaskRoutes: RouteGroup = (app, { engine }) => {
  app.post('/user-tasks/:key/assignment', async (request, reply) => {
    const body = bodyOf(request.body);
    await engine.assignUserTask({
      userTaskKey: pathKey(request.params),
      assignee: requiredText(body, 'assignee'),
      allowOverride: optionalFlag(body, 'allowOverride'),
      action: optionalText(body, 'action'),
    });
    return reply.code(204).send();
  });

  app.delete('/user-tasks/:key/assignee', async (request, reply) => {
    await engine.unassignUserTask({ userTaskKey: pathKey(request.params) });
    return reply.code(204).send();
  });

  app.post('/user-tasks/:key/completion', async (request, reply) => {
    const body = bodyOf(request.body);
    await engine.completeUserTask({
      userTaskKey: pathKey(request.params),
      variables: optionalVariables(body),
      action: optionalText(body, 'action'),
    });
    return reply.code(204).send();
  });

  app.patch('/user-tasks/:key', async (request, reply) => {
    const body = bodyOf(request.body);
    const changeset = body.changeset === undefined || body.changeset === null ? undefined : bodyOf(body.changeset);
    if (!changeset && !body.action) throw new BadRequest('No update data provided.');
    await engine.updateUserTask({
      userTaskKey: pathKey(request.params),
      changeset: changeset && changesetOf(changeset),
      action: optionalText(body, 'action'),
    });
    return reply.code(204).send();
  });

  // One published client sends the bare changeset to this path: a kindness, not part of the contract.
  app.patch('/user-tasks/:key/update', async (request, reply) => {
    await engine.updateUserTask({
      userTaskKey: pathKey(request.params),
      changeset: changesetOf(bodyOf(request.body)),
    });
    return reply.code(204).send();
  });
};

function changesetOf(body: Body): UserTaskChangeset {
  return {
    dueDate: optionalText(body, 'dueDate'),
    followUpDate: optionalText(body, 'followUpDate'),
    candidateUsers: optionalTexts(body, 'candidateUsers'),
    candidateGroups: optionalTexts(body, 'candidateGroups'),
    priority: optionalNumber(body, 'priority'),
  };
}
