/** The lines of the table of goals: what is promised, in the words of docs/quality.md. Rows of benches name theirs. */
export const goals = {
  P1: 'A report accepted and durable (POST → 201)',
  P2: 'Engine commands over gRPC and REST, durable',
  P3: 'Engine commands in the process, durable',
  P4: 'Instances from start to end',
  P5: 'From a record to the projection and its event stream',
  P6: 'One officer completes, the next officer sees it',
  P7: 'The task list at a million tasks',
  P8: 'Live counts on the diagram at a million past instances',
  P9: 'One event to a thousand viewers',
  P10: 'Ten thousand reports rehearsed',
  P11: 'Start',
  P12: 'Memory of what waits, recovery, replay',
  P13: 'What a phone loads, and a list of ten thousand rows',
  P14: 'The whole stack on two cores',
  P15: 'Growth: the same at a hundred times the data',
} as const;

export type GoalId = keyof typeof goals;
export const goalIds = Object.keys(goals) as GoalId[];
