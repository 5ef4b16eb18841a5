import Liquid

extension DataSchema {
  /// Why the chosen metric says nothing about such targets; nil where it does.
  var metricObjection: String? {
    guard let metric = chosenMetric else { return nil }
    if metric.isOfClasses != hasAccuracy {
      let wanted = metric.isOfClasses ? "classes" : "numbers"
      return "the metric \(metric.rawValue) is for \(wanted), and the targets are"
        + (hasAccuracy ? " classes" : " numbers")
    }
    if metric == .auc, isClassification, classes.count > 2 {
      return "the metric auc is for two classes, and there are \(classes.count)"
    }
    return nil
  }
}
