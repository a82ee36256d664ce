package dev.nodejoin.agent.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PreflightReportTest {
    private static final Finding WARNING = Finding.warning("Swap", "swap is on", "turn it off");
    private static final Finding ERROR = Finding.error("Port-10250", "Port 10250 is in use", "end who has it");

    @Test
    void errors_come_in_kubeadm_s_block_each_with_its_remedy() {
        assertThat(new PreflightReport(List.of(WARNING, ERROR), List.of()).errors())
                .containsExactly(
                        "[preflight] Some fatal errors occurred:",
                        "\t[ERROR Port-10250]: Port 10250 is in use; end who has it",
                        "[preflight] If you know what you are doing, you can make a check non-fatal with"
                                + " `--ignore-preflight-errors=...`");
    }

    @Test
    void warnings_come_by_themselves() {
        var report = new PreflightReport(List.of(WARNING), List.of());

        assertThat(report.warnings()).containsExactly("\t[WARNING Swap]: swap is on; turn it off");
        assertThat(report.errors()).isEmpty();
    }

    @Test
    void each_failed_check_is_named_once() {
        assertThat(new PreflightReport(List.of(ERROR, ERROR, WARNING), List.of()).failedChecks())
                .isEqualTo("Port-10250");
    }
}
