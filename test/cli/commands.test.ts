// Oracle: the help screens as snapshots, so that a change of a flag or a word is a visible change.
import { expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { methods } from "../../src/methods/index.ts";
import { runCaptured } from "./run-captured.ts";

const helpOf = async (name: string) => {
  const { code, stdout, stderr } = await runCaptured(name, "--help");
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
};

test("every command is loaded under its name and has two or three examples that call it", async () => {
  for (const { name, load } of commands) {
    const command = await load();
    expect(command.name).toBe(name);
    expect([2, 3]).toContain(command.examples.length);
    for (const [line] of command.examples.slice(0, 1)) expect(line).toContain(`mochi ${name}`);
  }
});

test("pretrain --help names every method", async () => {
  const [, names] = (await helpOf("pretrain")).replace(/\s+/g, " ").match(/what to train: (.*?); `mochi methods`/)!;
  expect(names!.split(", ")).toEqual(methods.map(({ name }) => name));
});

test("pretrain --help, but for the methods' sections", async () => {
  const help = (await helpOf("pretrain"))
    .replace(/^Method: [\s\S]*?(?=^The defaults)/m, "Method: …\n\n")
    .replace(/(?<=what to train: )[\s\S]*?(?= \(mochi\))/, "…");
  expect(help).toMatchInlineSnapshot(`
    "Usage: mochi pretrain [options]

    Trains an encoder on images without labels; the run folder then holds weights, metrics and a report.

    Run:
      --config <file>                config file (mochi.config.ts, .mjs or .js in this folder, if there is one)
      --method <name>                what to train: … (mochi)
      --preset <name>                recipe to start from, by default the method's; \`mochi config NAME\` shows it
                                     (quickstart)
      --data <source>                cifar10, or a path: folder, pack or parquet; \`mochi data\` lists all forms (cifar10)
      --max-broken <percent>         share of images that cannot be decoded above which the run stops (1)
      --out <folder>                 where the run is written, by default runs/<preset>, with the method where it is
                                     another; an unfinished run there is continued
      --resume <run|auto>            continue this run folder; auto: the one at --out, if it is unfinished
      --seed <n>                     all draws follow from it (0)
      -h, --help                     show this help

    Encoder:
      -a, --arch <name>              backbone: resnet10, resnet18, resnet34, resnet50 (resnet10)
      --width <channels>             channels of the first stage; 64 is the published net (32)
      --stem <cifar|imagenet>        cifar: one 3×3 convolution; imagenet: 7×7, stride 2, then pooling (cifar)
      --embedding-size <d>           length of the vectors that are contrasted (128)
      --head-layers <n>              linear layers of the projection head (2)
      --head-hidden <n>              width of the head's hidden layers; 0: as wide as the features (256)
      --[no-]head-batch-norm         batch norm after the head's hidden layers (on)

    Views:
      --augmentation <name>          how views are made, small ones for images of about 32 px; or single operations such as
                                     crop+color: moco-v1, moco-v2, moco-v2-small, simclr, simclr-small, infomin,
                                     infomin-small, byol, byol-small, plain, linear (moco-v2-small)
      --crop-scale <min>             smallest share of the image's area in a crop (0.3)
      --image-size <px>              side of the views (32)
      --resolutions <size:share,…>   sizes to train on, each until a share of the steps; empty: --image-size throughout
                                     (16:0.5087,24:0.8802,32:1)

    Optimisation:
      --epochs <epochs>              length of the run; may be fractional (19.04)
      --minutes <minutes>            quickstart's dial: epochs, width and schedule follow from the time and the measured
                                     rate; 0: from --epochs (10)
      -b, --batch-size <images>      images of one optimiser step (64)
      --accumulate <parts>           parts the batch is computed in, to save memory (1)
      --optimizer <name>             lars is meant for batches above 1,024; adamw decays weights beside its step: sgd, lars,
                                     adam, adamw (sgd)
      --lr <rate>                    highest learning rate; 0: weights stay as initialised, batch norm alone follows the
                                     images (0.1)
      --optimizer-momentum <x>       momentum of the optimiser (0.9)
      --[no-]nesterov                Nesterov's form of the momentum (on)
      --wd <x>                       weight decay (0.0005)
      --[no-]decay-norms-and-biases  decay every parameter; without it only tensors of two and more dimensions (off)
      --schedule <cosine|step>       cosine: down to 0; step: a tenth at each milestone (cosine)
      --milestones <epochs>          where the step schedule falls: 120,160
      --lr-warmup <epochs>           linear rise of the learning rate; may be fractional (0.95)
      --clip-gradient <norm>         largest gradient norm; 0: not clipped (0)

    Evaluation and records:
      --knn-every <epochs>           how often kNN looks at the encoder; 0: never (1)
      --analyze-every <steps>        how often the logits are looked at: hardness, proxy task, false negatives; 0: never
                                     (50)
      --[no-]linear                  end with linear classification (on)
      --checkpoint-every <epochs>    how often a checkpoint is kept (1)
      -p, --print-freq <steps>       how often a step is recorded, and printed where there is no terminal (10)
      --[no-]profile                 after 5 steps record 10: where their time goes, as a table and a Chrome trace,
                                     profile.json (off)

    Machine:
      --precision <fp32|bf16|auto>   auto: bf16 where the processor computes in it (auto)
      --device <device>              cpu, cuda or cuda:1 (cpu)
      --threads <n>                  0: the physical cores (0)

    Method: …

    The defaults in brackets are those of the preset quickstart; \`mochi config PRESET\` shows the others'.
    Flags win over mochi.config.ts, which wins over the preset.

    Examples:
      mochi pretrain --minutes 2 --out runs/taste
          a first taste: MoCHi on CIFAR-10 for two minutes
      mochi pretrain --data ./photos --image-size 64 --epochs 20 --out runs/photos
          an encoder for your own images
      mochi pretrain --preset cifar10 --method moco-v2 --out runs/baseline --seed 1
          a baseline to compare with
    "
  `);
});

test("knn --help", async () => {
  expect(await helpOf("knn")).toMatchInlineSnapshot(`
    "Usage: mochi knn [options] <run>

    Classifies the test images by their nearest training images in the run's feature space.

    Arguments:
      run                   run folder

    kNN:
      --data <source>       another data set than the run's
      -k, --neighbours <n>  nearest training images that vote (200)
      --temperature <τ>     votes weigh exp(cosine / τ) (0.07)
      --threads <n>         0: the physical cores (0)
      -h, --help            show this help

    Examples:
      mochi knn runs/quickstart
          top-1 with 200 neighbours
      mochi knn runs/quickstart --neighbours 20 --temperature 0.1
          fewer neighbours, softer votes
    "
  `);
});

test("linear --help", async () => {
  expect(await helpOf("linear")).toMatchInlineSnapshot(`
    "Usage: mochi linear [options] <run>

    Trains a linear classifier on the run's frozen features and tests it: top-1 and top-5.

    Arguments:
      run                          run folder

    Linear classification:
      --data <source>              another data set than the run's
      --recipe <cached|published>  cached: on features computed once; published: ImageNet's, on fresh crops at each epoch
                                   (cached)
      --runs <n>                   repetitions with seeds of their own; the result is their mean and spread (1)
      --seed <n>                   seed of the first repetition (0)
      --epochs <epochs>            0: as the recipe says (0)
      --lr <rate>                  0: as the recipe says (0)
      -b, --batch-size <images>    0: as the recipe says (0)
      --threads <n>                0: the physical cores (0)
      -h, --help                   show this help

    Examples:
      mochi linear runs/quickstart
          once, on cached features
      mochi linear runs/quickstart --runs 3
          mean and standard deviation of three
      mochi linear runs/imagenet100 --recipe published --lr 10
          the published recipe, with a lower rate
    "
  `);
});

test("sweep --help", async () => {
  expect(await helpOf("sweep")).toMatchInlineSnapshot(`
    "Usage: mochi sweep [options] <file>

    Runs the cells of a sweep one after another, each with its seeds, and prints mean and spread of each cell.

    Arguments:
      file           TypeScript, JavaScript or JSON; its default export is a sweep, as defineSweep types it

    Sweep:
      --threads <n>  0: the physical cores (0)
      -h, --help     show this help

    Runs land in runs/<sweep>/<cell>-seed-<n>. What is finished is not run again, an interrupted run is continued, and a
    cell that fails is passed over and named at the end (exit code 1). runs/<sweep>/sweep.json holds the results;
    \`mochi report runs/<sweep>\` draws them, and the gains over a baseline as a heat map where the sweep declares one:
    heatmap: { x: "syntheticWithQuery", y: "synthetic", panel: "hardest", baseline: "moco-v2" }.

    Examples:
      mochi sweep experiments/cifar10-methods/sweep.ts
          every method on CIFAR-10; again after an interruption
      mochi report runs/cifar10-methods
          its runs side by side
      mochi sweep experiments/mixing-grid/sweep.ts
          gains of MoCHi over MoCo-v2 for several N, s and s′
    "
  `);
});

test("reproduce --help", async () => {
  expect(await helpOf("reproduce")).toMatchInlineSnapshot(`
    "Usage: mochi reproduce [options]

    Trains supervised, MoCo-v2, MoCHi and oracle runs over seeds, and says which claims of the talk hold.

    Reproduction:
      --hours <hours>  time on this machine: cells, seeds, width and epochs follow from it and from measured rates (3)
      --[no-]plan      write and print the plan; train nothing (off)
      --data <source>  cifar10, cifar100:/path or other images with labels and a test set (cifar10)
      --out <folder>   where plan, runs, claims and report are written; what is there is continued (runs/reproduce)
      --threads <n>    0: the physical cores (0)
      -h, --help       show this help

    The plan is written to plan.md before the first run, with the rule and what each claim expects, and is never changed.
    After every run claims.md holds the table so far. Stop at any time with Ctrl-C; the same command goes on.

    Examples:
      mochi reproduce --plan --hours 8
          what would be run in eight hours, and how it would be judged
      mochi reproduce
          the three-hour plan; again after an interruption
      mochi report runs/reproduce
          claims and runs as a page, at any time
    "
  `);
});

test("bench --help", async () => {
  expect(await helpOf("bench")).toMatchInlineSnapshot(`
    "Usage: mochi bench [options]

    Measures training step, loss, augmentation, image road, evaluation, checkpoint and start-up; peak memory too.

    Benchmark:
      --only <names>     cases whose names contain one of these, separated by commas: train-step, loss/K16384, w64
      --[no-]quick       the smaller cases, fewer rounds: under two minutes (off)
      --repeat <rounds>  counted rounds of every case; 0: at least 5, then up to 21 for some seconds (0)
      --json <file>      where the results go after every case; an unfinished run there is continued (bench.json)
      --threads <n>      0: the physical cores (0)
      -h, --help         show this help

    Examples:
      mochi bench --quick
          the smaller cases, in under two minutes
      mochi bench --only loss,mixing --json loss.json
          what hard negative mixing costs
      mochi bench --only train-step/mochi --repeat 21
          one case with more rounds
    "
  `);
});

test("report --help", async () => {
  expect(await helpOf("report")).toMatchInlineSnapshot(`
    "Usage: mochi report [options] <runs...>

    Writes report.html into the first of the run folders: curves, tables, pictures, configuration. Loads neither tensors nor
    images.

    Arguments:
      runs        run folders

    Options:
      -h, --help  show this help

    Examples:
      mochi report runs/quickstart
          the page of one run
      mochi report runs/baseline runs/quickstart
          two runs side by side
    "
  `);
});

test("methods --help", async () => {
  expect(await helpOf("methods")).toMatchInlineSnapshot(`
    "Usage: mochi methods [options]

    Lists the methods: name, what it does, its source, the preset that suits it.

    Options:
      -h, --help  show this help

    Examples:
      mochi methods
          the list
      mochi pretrain --method moco-v2
          train one of them
    "
  `);
});

test("config --help has the flags of pretrain and --json", async () => {
  const text = await helpOf("config");
  expect(text.slice(0, text.indexOf("Run:"))).toMatchInlineSnapshot(`
    "Usage: mochi config [options] [preset]

    Shows the values a run would take and where each comes from; the flags are those of pretrain.

    Arguments:
      preset                         preset to show; otherwise that of the config file, or quickstart

    Output:
      --[no-]json                    as JSON (off)
      -h, --help                     show this help

    "
  `);
  expect(text.slice(text.indexOf("Examples:"))).toMatchInlineSnapshot(`
    "Examples:
      mochi config cifar10
          the preset's values
      mochi config imagenet1k --batch-size 512 --lr 0.06
          what would be trained with these flags
      mochi config quickstart --json
          for programs
    "
  `);
});

test("data --help", async () => {
  expect(await helpOf("data")).toMatchInlineSnapshot(`
    "Usage: mochi data [options] [what...]

    Lists what --data takes and what is cached; with a name, fetches and checks that data set; \`pack\` writes images into one
    file; \`check\` decodes every image.

    Arguments:
      what               data set to fetch; or \`pack\` or \`check\` and a folder, or any other value of --data

    Packing:
      --size <px>        short side that larger images are resized to (256)
      --quality <1…100>  JPEG quality of what was resized (95)
      --out <file>       where to write, by default <name>.mochi in this folder
      -h, --help         show this help

    A packing that was broken off is continued by the same command. Broken images are passed over and named.

    Examples:
      mochi data cifar10
          fetch CIFAR-10 now rather than at the first run
      mochi data pack ./imagenet --size 256 --out imagenet.mochi
          resize all images once, into one file
      mochi data check ./photos
          list the images that cannot be decoded; exit code 1 if there is one
    "
  `);
});

test("setup --help", async () => {
  expect(await helpOf("setup")).toMatchInlineSnapshot(`
    "Usage: mochi setup [options]

    Installs and builds what is missing: system packages, libtorch, the native part. Done once.

    Options:
      -h, --help  show this help

    Examples:
      mochi setup
          prepare this machine
      LIBTORCH=/path/to/libtorch mochi setup
          build against a libtorch of your own
    "
  `);
});

test("doctor --help", async () => {
  expect(await helpOf("doctor")).toMatchInlineSnapshot(`
    "Usage: mochi doctor [options]

    Prints what was found on this machine; exits with 1 and the remedy where something needed is missing.

    Options:
      -h, --help  show this help

    Examples:
      mochi doctor
          how this machine stands
      DEBUG=mochi mochi doctor
          the same, errors with their stacks
    "
  `);
});
