/**
 * The steps from one version of the database to the next, oldest first. One that was released is never changed: what has
 * to be different is a new step. Rules for whoever adds one are in docs/decisions/0037.
 */
import { countRetired, dropRetired } from '../../store/retired-indexes.ts';
import { countPlain, sealAll } from '../../store/seal-existing.ts';
import type { Step } from '../../store/upgrades/upgrade.ts';
import { countDossiersMissing, fillDossiers } from '../records/fill-dossiers.ts';

export const steps: readonly Step[] = [
  {
    version: 1,
    what: 'what was over before there was a tree of the past is hung up in it',
    kind: 'expand',
    run: (store) => store.past.hangUp(),
    count: (store) => store.past.countLoose(),
  },
  {
    version: 2,
    what: 'reports from before there were dossiers get one, for the figures',
    kind: 'expand',
    run: async (store) => void (await fillDossiers(store)),
    count: countDossiersMissing,
  },
  {
    version: 3,
    what: 'senders, followers, devices and files that are still plain are sealed',
    kind: 'contract',
    run: sealAll,
    count: countPlain,
  },
  {
    version: 4,
    what: 'indexes that no program asks for any more are dropped',
    kind: 'contract',
    run: dropRetired,
    count: countRetired,
  },
];
