/** The door of the engine room: the types of every call (door.ts). */
export type * from './door.ts';
