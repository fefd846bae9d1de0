/** A call whose fields are all optional may come without a body: `preValidation` of its route. */
export async function emptyBody(request: { body?: unknown }): Promise<void> {
  if (request.body === undefined || request.body === null) request.body = {};
}
