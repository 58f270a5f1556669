/** A deployment makes many calls; open pages hear of them together. */
const PAUSE = 200;

/** Tells open pages that something has changed, by server-sent events. */
export class Events {
  readonly #listeners = new Set<ReadableStreamDefaultController<string>>();
  #timer: NodeJS.Timeout | undefined;

  changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const listener of this.#listeners) listener.enqueue("data: changed\n\n");
    }, PAUSE).unref();
  }

  response(): Response {
    let own: ReadableStreamDefaultController<string> | undefined;
    const stream = new ReadableStream<string>({
      start: (controller) => {
        own = controller;
        this.#listeners.add(controller);
        controller.enqueue("retry: 1000\n\n");
      },
      cancel: () => {
        if (own !== undefined) this.#listeners.delete(own);
      },
    }).pipeThrough(new TextEncoderStream());
    return new Response(stream, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
  }
}
