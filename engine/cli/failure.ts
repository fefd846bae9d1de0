/** Why a command did not do what it should: exit code 1 where the other side said no, 2 where it was asked wrongly. */

/** The call was made and failed, or nobody answered. */
export class CallFailed extends Error {}

/** The command line is wrong; nothing was sent. */
export class BadUsage extends Error {}
