import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { HostApi, VaultEntry } from "../../../main/contract.ts";
import type { Fault } from "../../../workers/base/fault.ts";
import { Button, Card, FaultNotice, JobProgress, Loading } from "../../components/index.ts";
import { isSampleName, openSample } from "../../state/sample.ts";
import { useJobs } from "../../state/jobs.ts";
import { CreateVault } from "./create-vault.tsx";
import { KnownVaults } from "./known-vaults.tsx";
import { OtherVault } from "./other-vault.tsx";
import { Unlock } from "./unlock.tsx";

type Way =
  | { readonly kind: "choose" }
  | { readonly kind: "create" }
  | { readonly kind: "sample" }
  | { readonly kind: "unlock"; readonly path: string; readonly name: string };

/** The ways in: the sample shop, one's own files, or a vault that is already there. */
export function Doors({ host }: { readonly host: HostApi }): ReactElement {
  const { t } = useTranslation("welcome");
  const [way, setWay] = useState<Way>({ kind: "choose" });
  const [fault, setFault] = useState<Fault>();
  const [vaults, setVaults] = useState<readonly VaultEntry[]>([]);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    void host.listVaults({}).then((listed) => {
      if (listed.ok) setVaults(listed.value);
      else setFault(listed.error);
    });
  }, [host, asked]);
  const back = (): void => {
    setWay({ kind: "choose" });
    setAsked((count) => count + 1);
  };
  const trySample = async (path?: string): Promise<void> => {
    setFault(undefined);
    setWay({ kind: "sample" });
    const opened = await openSample(host, t("sampleName"), path);
    if (opened.ok) return;
    back();
    if (opened.error.code !== "cancelled") setFault(opened.error);
  };
  const open = (entry: VaultEntry): void => {
    if (isSampleName(entry.name)) void trySample(entry.path);
    else setWay({ kind: "unlock", path: entry.path, name: entry.name });
  };
  if (way.kind === "sample") return <SampleUnderWay />;
  if (way.kind === "create") return <CreateVault host={host} onBack={back} />;
  if (way.kind === "unlock") return <Unlock host={host} path={way.path} name={way.name} onBack={back} />;
  return (
    <>
      {fault && <FaultNotice fault={fault} />}
      <div className="columns-2">
        <Card title={t("sampleTitle")}>
          <p>{t("sampleText")}</p>
          <div>
            <Button
              kind={vaults.length === 0 ? "primary" : "plain"}
              icon="sample"
              onPress={() => void trySample()}
            >
              {t("trySample")}
            </Button>
          </div>
        </Card>
        <Card title={t("ownTitle")}>
          <p>{t("ownText")}</p>
          <div>
            <Button icon="plus" onPress={() => setWay({ kind: "create" })}>
              {t("createVault")}
            </Button>
          </div>
        </Card>
      </div>
      <KnownVaults
        host={host}
        vaults={vaults}
        onOpen={open}
        onChanged={() => setAsked((count) => count + 1)}
      />
      <OtherVault host={host} onChosen={(path) => setWay({ kind: "unlock", path, name: nameOf(path) })} />
    </>
  );
}

/** The file's name without folders and extension, whichever way the system writes its paths. */
function nameOf(path: string): string {
  const last = path.split(/[/\\]/).at(-1) ?? path;
  return last.replace(/\.[^.]+$/, "");
}

function SampleUnderWay(): ReactElement {
  const { t } = useTranslation("welcome");
  const running = useJobs((state) => state.running);
  return (
    <Card title={t("sampleTitle")}>
      <Loading text={t("sampleMaking")} />
      {running.map((job) => (
        <JobProgress key={job.id} job={job} />
      ))}
    </Card>
  );
}
