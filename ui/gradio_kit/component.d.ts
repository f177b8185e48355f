/** What Gradio hands to the `mount` of one of our components (see html_component.py). */
export interface Component<Value, Props = object> {
  element: HTMLElement;
  /** Its value, and the props that Python gave it by name. */
  props: { value?: Value | null } & Props;
  /** Calls `listener` whenever Python has changed that prop. */
  watch(prop: string, listener: () => void): void;
  /** Sends one of the events that Python named for the component. */
  trigger: Trigger;
}

export type Trigger = (event: string, data: object) => void;

/** A file that Gradio's server has. */
export interface UploadedFile {
  path: string;
  orig_name: string;
  size?: number;
  meta: { _type: "gradio.FileData" };
}
