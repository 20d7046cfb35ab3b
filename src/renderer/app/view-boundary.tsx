import { Component, type ReactNode } from 'react';
import { FailurePanel } from '../ui/index.ts';

interface Props { readonly title: string; readonly children: ReactNode }
interface State { readonly message: string | undefined }

/** Keeps a defect in one view from taking the whole window: the bars stay, and so does the way to the other views. */
export class ViewBoundary extends Component<Props, State> {
  override state: State = { message: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.message === undefined) return this.props.children;
    return (
      <FailurePanel
        title={`${this.props.title} cannot be shown`} onRetry={() => this.setState({ message: undefined })}
        message={`This is a defect of Tephra: ${this.state.message} What you wrote is saved, and the other views still work.`}
      />
    );
  }
}
