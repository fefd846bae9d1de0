/** What the bundler lets us import besides code. */
declare module '*.css';
