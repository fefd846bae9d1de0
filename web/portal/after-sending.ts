/** What the send page shows after "send", loaded when it is needed: the receipt, and the list of what still waits. */
export { sentView } from './sent.ts';

import './waiting-list.ts';
