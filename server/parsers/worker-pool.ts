import type { Worker } from "node:worker_threads";
import { type ResourceLimits } from "node:worker_threads";
import { AppError } from "../../core/errors.ts";
import type { Message } from "../../core/messages/message.ts";
import { say } from "../../core/messages/say.ts";

export interface PoolLimits {
  readonly threads: number;
  /** One job, from when a thread begins it. */
  readonly jobMs: number;
  /** Until a thread has said that it is ready: on a busy machine that takes a while. */
  readonly startMs: number;
  /** Jobs that may wait for a thread. */
  readonly waiting: number;
  readonly resources: ResourceLimits;
}

interface Job {
  readonly name: string;
  readonly input: unknown;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: AppError) => void;
}

interface Thread {
  readonly worker: Worker;
  ready: boolean;
  job: { readonly id: number; readonly work: Job; timer: NodeJS.Timeout } | null;
}

/**
 * Threads that do one job after the other and are ended when one takes too long or too much memory. They hold no
 * process up. A job that is stopped rejects with AppError TOO_LARGE, one that breaks with INTERNAL.
 */
export class WorkerPool {
  readonly #make: () => Worker;
  readonly #limits: PoolLimits;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Job[] = [];
  #ids = 0;

  constructor(make: (resources: ResourceLimits) => Worker, limits: PoolLimits) {
    this.#make = () => make(limits.resources);
    this.#limits = limits;
  }

  run(name: string, input: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length >= this.#limits.waiting) {
        reject(stopped(name, "too many wait", say("files.reader-busy")));
        return;
      }
      this.#waiting.push({ name, input, resolve, reject });
      this.#next();
    });
  }

  /** Names of the jobs that threads do just now. */
  underWay(): string[] {
    return [...this.#threads].flatMap(({ job }) => (job === null ? [] : [job.work.name]));
  }

  #next(): void {
    const idle = [...this.#threads].find(({ job }) => job === null);
    const thread = idle ?? (this.#threads.size < this.#limits.threads ? this.#start() : null);
    const work = thread === null ? undefined : this.#waiting.shift();
    if (thread === null || work === undefined) return;
    const id = (this.#ids += 1);
    thread.job = { id, work, timer: thread.ready ? this.#timeJob(thread) : this.#timeStart(thread) };
    thread.worker.ref();
    try {
      thread.worker.postMessage({ id, name: work.name, input: work.input });
    } catch (cause) {
      this.#end(thread, broken(work.name, cause));
    }
  }

  #timeJob(thread: Thread): NodeJS.Timeout {
    const { jobMs } = this.#limits;
    const end = () => this.#end(thread, tooMuch(thread.job?.work.name ?? "", `longer than ${jobMs} ms`));
    return setTimeout(end, jobMs);
  }

  #timeStart(thread: Thread): NodeJS.Timeout {
    const end = () => this.#end(thread, broken(thread.job?.work.name ?? "", "the thread did not start"));
    return setTimeout(end, this.#limits.startMs);
  }

  #start(): Thread {
    const thread: Thread = { worker: this.#make(), ready: false, job: null };
    this.#threads.add(thread);
    thread.worker.unref();
    thread.worker.on("message", (message: "ready" | { id: number; output?: unknown; error?: string }) => {
      const { job } = thread;
      if (message === "ready") {
        thread.ready = true;
        if (job === null) return;
        clearTimeout(job.timer);
        job.timer = this.#timeJob(thread);
        return;
      }
      const { id, output, error } = message;
      if (job?.id !== id) return;
      clearTimeout(job.timer);
      thread.job = null;
      thread.worker.unref();
      if (error === undefined) job.work.resolve(output);
      else job.work.reject(broken(job.work.name, error));
      this.#next();
    });
    thread.worker.on("error", (cause: NodeJS.ErrnoException) => {
      const name = thread.job?.work.name ?? "a parser";
      const isMemory = cause.code === "ERR_WORKER_OUT_OF_MEMORY";
      this.#end(thread, isMemory ? tooMuch(name, "more memory than it may have") : broken(name, cause));
    });
    thread.worker.on("exit", (code) => {
      this.#end(thread, broken(thread.job?.work.name ?? "a parser", `the thread ended with ${code}`));
    });
    return thread;
  }

  #end(thread: Thread, error: AppError): void {
    if (!this.#threads.delete(thread)) return;
    const { job } = thread;
    thread.job = null;
    void thread.worker.terminate();
    if (job !== null) {
      clearTimeout(job.timer);
      job.work.reject(error);
    }
    if (this.#waiting.length > 0) this.#next();
  }
}

const stopped = (name: string, why: string, userMessage: Message) =>
  new AppError("TOO_LARGE", { message: `${name}: ${why}`, userMessage });

const tooMuch = (name: string, why: string) => stopped(name, why, say("files.too-slow"));

const broken = (name: string, cause: unknown) =>
  new AppError("INTERNAL", {
    message: `${name} broke in its thread: ${String(cause)}`,
    userMessage: say("files.reader-broke"),
    cause,
  });
