/** Push messages: the title is that of the mail of the same kind; the body says nothing of the report. */
export const pushes = {
  /** To people outside: the report's code and nothing else. */
  open: (code: string) => `Report ${code}. Press to read more.`,
  several: (count: number) => ({ title: `${count} new notices`, body: 'Press to open the list.' }),
};
