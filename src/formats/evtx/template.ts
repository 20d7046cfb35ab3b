import type { Element } from './binxml.ts';
import { planChild, planData, planEvent, type ChildPlan, type DataPlan, type EventPlan } from './plan.ts';

/** Values of an instance: where they stand, how long, of which type. */
export class Frame {
  count = 0;
  at = new Int32Array(64);
  size = new Int32Array(64);
  type = new Uint8Array(64);

  room(count: number): void {
    this.count = count;
    if (count <= this.at.length) return;
    this.at = new Int32Array(count);
    this.size = new Int32Array(count);
    this.type = new Uint8Array(count);
  }
}

export const NO_VALUES = new Frame();

/** A definition, and what is done with it: as an event, as what stands in one, as what stands in `UserData`. */
export class Template {
  readonly root: Element;
  private eventPlan: EventPlan | undefined;
  private childPlan: ChildPlan | undefined;
  private userPlan: DataPlan | undefined;

  constructor(root: Element) {
    this.root = root;
  }

  get event(): EventPlan {
    return (this.eventPlan ??= planEvent(this.root));
  }

  get child(): ChildPlan {
    return (this.childPlan ??= planChild(this.root));
  }

  get user(): DataPlan {
    return (this.userPlan ??= planData(this.root, 'UserData'));
  }
}
