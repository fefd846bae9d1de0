/** A worker for the letter's service tasks, as a team would write one: zeebe-node, a long poll, complete at once. */
import { ZBClient } from 'zeebe-node';

const client = new ZBClient(process.argv[2]!, { loglevel: 'NONE' });
client.createWorker({
  taskType: 'work',
  taskHandler: (job) => job.complete(),
  maxJobsToActivate: 64,
  longPoll: 20_000,
  timeout: 60_000,
});
process.on('disconnect', () => process.exit(0));
process.send!('ready');
