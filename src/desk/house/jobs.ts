/** What runs by itself. */
export interface JobsDesk {
  /** The jobs as all processes on their store share them. Never rejects: without the store it says what this process knows. */
  survey(): Promise<JobsSurvey>;
  /** What Agendash shows; nothing where no jobs run in this process. Its calls reject where the store does not answer. */
  agendash(): AgendashReads | undefined;
}

export interface JobsSurvey {
  /** `sqlite`, `postgres` or `mongodb`. */
  backend: string;
  /** Whether this process runs jobs at all. */
  isStarted: boolean;
  /** Whether the store answered when it was last asked. */
  connected: boolean;
  /** Whether this process runs what cannot wait from a timer of its own, because the store is lost or nobody runs them. */
  fallback: boolean;
  /** Failures of jobs and of the store in this process. */
  errors: number;
  jobs: readonly JobSeen[];
}

/** One job. Its times go by the clock on the wall, as its interval does. */
export interface JobSeen {
  name: string;
  everySeconds: number;
  /** Since a run last began, in any process; missing where none is known of. */
  secondsSinceRun?: number;
  /** Until the store wants it run, below 0 when it is past due; missing where the store says nothing. */
  secondsUntilDue?: number;
  /** How long it has been due without being run. */
  lagSeconds: number;
  /** In any process. */
  isRunning: boolean;
  /** Whether the last run that ended failed. */
  isFailing: boolean;
  /** In a row, in this process. */
  failures: number;
  lastError?: { secondsAgo: number; message: string };
}

/** Everything that Agendash can ask here. It reads; there is nothing in it that could change a job. */
export interface AgendashReads {
  jobs(asked: AgendashQuery): Promise<object>;
  /** Of Agenda in this process; the jobs themselves where they are asked for, else how many. */
  stats(hasDetails: boolean): Promise<object>;
  /** Says that Agenda keeps no log of its own here. */
  logs(): Promise<object>;
}

export interface AgendashQuery {
  name?: string;
  state?: string;
  /** Part of a name. */
  search?: string;
  skip: number;
  limit: number;
}
