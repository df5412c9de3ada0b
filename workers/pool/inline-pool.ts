import type { JobControl } from "../base/job.ts";
import type { Helper } from "../base/helper.ts";
import { models, type Model, type ModelInput, type ModelName, type ModelOutput } from "../models/registry.ts";
import type { ModelPool } from "../ports.ts";

/**
 * A pool that runs each model at once on the caller's own thread, for the command line and for tests; `helpers` take pieces of
 * them.
 */
export function inlinePool(helpers: readonly Helper[] = []): ModelPool {
  return {
    run: async <K extends ModelName>(name: K, input: ModelInput<K>, job: JobControl) => {
      job.check();
      const model = models[name] as unknown as Model<ModelInput<K>, ModelOutput<K>>;
      return model(input, { ...job, helpers });
    },
    close: () => undefined,
  };
}
