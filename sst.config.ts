/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  async app({ stage }) {
    // SST allows no import above: it reads this file before its platform is there.
    const { checkedStage, INSTALL_STAGE } = await import("./infra/stage.ts");
    const deployed = stage === INSTALL_STAGE ? undefined : checkedStage(stage);
    return {
      name: "skylane",
      home: "aws",
      removal: deployed?.isKept ? "retain" : "remove",
      protect: deployed?.isKept ?? false,
      providers: {
        // SST pins its own version of aws
        aws: deployed?.providers.aws ?? {},
        "azure-native": { version: "3.28.0", ...deployed?.providers.azure },
        gcp: { version: "9.37.0", ...deployed?.providers.gcp },
        // the version that SST brings along
        command: "1.0.1",
      },
    };
  },
  async run() {
    const { createStack } = await import("./infra/index.ts");
    return createStack();
  },
});
